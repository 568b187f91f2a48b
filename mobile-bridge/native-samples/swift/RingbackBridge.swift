import UIKit
import WebKit

/// The native side of `@ringback/mobile-bridge` for an app around a WKWebView.
///
/// Answers what the page asks (`hello`, `pushToken`, `dial`, `storageGet`, `storageSet`) and tells it of pushes, new tokens and
/// foreground or background. Messages are JSON text with a version and an id; anything else is dropped.
final class RingbackBridge: NSObject, WKScriptMessageHandler {
    private static let protocolVersion = 1
    private static let remembered = 256

    /// Asks the person for permission and gives the FCM registration token, or nil. Called on the main thread.
    private let pushToken: (@escaping (String?) -> Void) -> Void
    private let storage: UserDefaults
    private weak var webView: WKWebView?
    /// A request that comes again is answered again and not done again.
    private var answers: [String: String] = [:]
    private var order: [String] = []

    /// - Parameter allowedHost: only pages of this host are answered.
    private let allowedHost: String

    init(webView: WKWebView, allowedHost: String, storage: UserDefaults = .standard, pushToken: @escaping (@escaping (String?) -> Void) -> Void) {
        self.webView = webView
        self.allowedHost = allowedHost
        self.storage = storage
        self.pushToken = pushToken
        super.init()
        webView.configuration.userContentController.add(WeakHandler(self), name: "ringback")
        let center = NotificationCenter.default
        center.addObserver(self, selector: #selector(toForeground), name: UIApplication.didBecomeActiveNotification, object: nil)
        center.addObserver(self, selector: #selector(toBackground), name: UIApplication.didEnterBackgroundNotification, object: nil)
    }

    /// Hand in the `userInfo` of every remote message; those that are not Ringback's are left alone.
    func didReceive(remoteMessage userInfo: [AnyHashable: Any]) {
        let payload = userInfo.reduce(into: [String: String]()) { texts, entry in
            if let key = entry.key as? String, let value = entry.value as? String { texts[key] = value }
        }
        guard payload["callbackId"] != nil, payload["event"] != nil else { return }
        tell(["event": "push", "payload": payload])
    }

    /// Hand in the token whenever Firebase gives a new one.
    func didReceive(pushToken token: String) {
        tell(["event": "pushToken", "token": token])
    }

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        guard message.frameInfo.isMainFrame,
              message.frameInfo.securityOrigin.host == allowedHost,
              let text = message.body as? String,
              let request = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any],
              request["ringback"] as? Int == Self.protocolVersion,
              let id = request["id"] as? String, !id.isEmpty, id.count <= 64,
              let method = request["method"] as? String
        else { return }
        if let known = answers[id] { return send(known) }
        act(on: method, parameters: request["params"] as? [String: Any] ?? [:]) { [weak self] outcome in
            self?.answer(id: id, outcome: outcome)
        }
    }

    private enum Outcome {
        case result([String: Any])
        case failure(String)
    }

    private func act(on method: String, parameters: [String: Any], done: @escaping (Outcome) -> Void) {
        switch method {
        case "hello":
            done(.result(["host": "ios", "capabilities": ["push", "dial", "storage", "lifecycle"]]))
        case "pushToken":
            pushToken { token in done(.result(["token": token as Any? ?? NSNull()])) }
        case "dial":
            guard let text = parameters["telUri"] as? String, text.hasPrefix("tel:"), let address = URL(string: text) else {
                return done(.failure("Only a phone number can be dialled."))
            }
            UIApplication.shared.open(address) { opened in
                done(opened ? .result([:]) : .failure("The phone could not be opened."))
            }
        case "storageGet":
            guard let key = parameters["key"] as? String else { return done(.failure("A key is needed.")) }
            done(.result(["value": storage.string(forKey: "ringback." + key) as Any? ?? NSNull()]))
        case "storageSet":
            guard let key = parameters["key"] as? String else { return done(.failure("A key is needed.")) }
            storage.set(parameters["value"] as? String, forKey: "ringback." + key)
            done(.result([:]))
        default:
            done(.failure("This app does not know \(method)."))
        }
    }

    private func answer(id: String, outcome: Outcome) {
        var message: [String: Any] = ["ringback": Self.protocolVersion, "id": id]
        switch outcome {
        case .result(let result):
            message["kind"] = "result"
            message["result"] = result
        case .failure(let reason):
            message["kind"] = "error"
            message["message"] = reason
        }
        guard let text = Self.json(message) else { return }
        answers[id] = text
        order.append(id)
        if order.count > Self.remembered { answers[order.removeFirst()] = nil }
        send(text)
    }

    private func tell(_ event: [String: Any]) {
        var message = event
        message["ringback"] = Self.protocolVersion
        message["id"] = UUID().uuidString
        if let text = Self.json(message) { send(text) }
    }

    /// The text crosses as an argument, never as a piece of script.
    private func send(_ text: String) {
        DispatchQueue.main.async { [weak self] in
            self?.webView?.callAsyncJavaScript("window.ringbackReceive?.(text)", arguments: ["text": text], in: nil, in: .page)
        }
    }

    @objc private func toForeground() { tell(["event": "lifecycle", "state": "foreground"]) }
    @objc private func toBackground() { tell(["event": "lifecycle", "state": "background"]) }

    private static func json(_ value: [String: Any]) -> String? {
        (try? JSONSerialization.data(withJSONObject: value)).flatMap { String(data: $0, encoding: .utf8) }
    }
}

/// The content controller keeps its handlers for ever; this one lets the bridge go with its screen.
private final class WeakHandler: NSObject, WKScriptMessageHandler {
    private weak var handler: WKScriptMessageHandler?

    init(_ handler: WKScriptMessageHandler) { self.handler = handler }

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) {
        handler?.userContentController(controller, didReceive: message)
    }
}
