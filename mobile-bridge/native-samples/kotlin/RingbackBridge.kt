package com.example.ringback

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.webkit.JavascriptInterface
import android.webkit.WebView
import org.json.JSONException
import org.json.JSONObject
import java.util.UUID

/**
 * The native side of `@ringback/mobile-bridge` for an app around a WebView.
 *
 * Answers what the page asks (`hello`, `pushToken`, `dial`, `storageGet`, `storageSet`) and tells it of pushes, new tokens and
 * foreground or background. Messages are JSON text with a version and an id; anything else is dropped.
 *
 * Show only pages of your own in this WebView: whatever is shown in it can reach the bridge.
 *
 * @param pushToken asks the person for permission and gives the FCM registration token, or null
 */
class RingbackBridge(
    private val webView: WebView,
    private val pushToken: (done: (String?) -> Unit) -> Unit
) {
    private val storage = webView.context.getSharedPreferences("ringback", Context.MODE_PRIVATE)

    /** A request that comes again is answered again and not done again. */
    private val answers = object : LinkedHashMap<String, String>() {
        override fun removeEldestEntry(eldest: MutableMap.MutableEntry<String, String>) = size > REMEMBERED
    }

    init {
        webView.addJavascriptInterface(this, "RingbackHost")
    }

    /** From the page, on a thread of the WebView's own. */
    @JavascriptInterface
    fun postMessage(text: String) {
        webView.post { receive(text) }
    }

    /** Hand in `RemoteMessage.data` of every message; those that are not Ringback's are left alone. */
    fun onMessage(data: Map<String, String>) {
        if ("callbackId" in data && "event" in data) tell(JSONObject().put("event", "push").put("payload", JSONObject(data)))
    }

    /** Hand in the token from `onNewToken`. */
    fun onNewToken(token: String) = tell(JSONObject().put("event", "pushToken").put("token", token))

    /** From `onStart` and `onStop` of the activity. */
    fun onLifecycle(foreground: Boolean) =
        tell(JSONObject().put("event", "lifecycle").put("state", if (foreground) "foreground" else "background"))

    private fun receive(text: String) {
        val request = try {
            JSONObject(text)
        } catch (broken: JSONException) {
            return
        }
        val id = request.optString("id")
        if (request.optInt("ringback") != PROTOCOL || id.isEmpty() || id.length > 64) return
        answers[id]?.let { return send(it) }
        act(request.optString("method"), request.optJSONObject("params") ?: JSONObject()) { result, problem ->
            val message = JSONObject().put("ringback", PROTOCOL).put("id", id)
            if (result != null) message.put("kind", "result").put("result", result)
            else message.put("kind", "error").put("message", problem)
            message.toString().let { answers[id] = it; send(it) }
        }
    }

    private fun act(method: String, params: JSONObject, done: (result: JSONObject?, problem: String?) -> Unit) {
        when (method) {
            "hello" -> done(JSONObject("""{"host":"android","capabilities":["push","dial","storage","lifecycle"]}"""), null)
            "pushToken" -> pushToken { token -> webView.post { done(JSONObject().put("token", token ?: JSONObject.NULL), null) } }
            "dial" -> if (dial(params.optString("telUri"))) done(JSONObject(), null) else done(null, "The phone could not be opened.")
            "storageGet" -> done(JSONObject().put("value", storage.getString(params.optString("key"), null) ?: JSONObject.NULL), null)
            "storageSet" -> {
                val value = if (params.isNull("value")) null else params.optString("value")
                storage.edit().putString(params.optString("key"), value).apply()
                done(JSONObject(), null)
            }
            else -> done(null, "This app does not know $method.")
        }
    }

    /** Opens the dialler; the person still presses the green button, so no permission is needed. */
    private fun dial(telUri: String): Boolean {
        if (!telUri.startsWith("tel:")) return false
        val intent = Intent(Intent.ACTION_DIAL, Uri.parse(telUri)).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        return try {
            webView.context.startActivity(intent)
            true
        } catch (missing: ActivityNotFoundException) {
            false
        }
    }

    private fun tell(event: JSONObject) {
        val text = event.put("ringback", PROTOCOL).put("id", UUID.randomUUID().toString()).toString()
        webView.post { send(text) }
    }

    /** As a quoted text, never as a piece of script. */
    private fun send(text: String) {
        webView.evaluateJavascript("window.ringbackReceive?.(${JSONObject.quote(text)})", null)
    }

    private companion object {
        const val PROTOCOL = 1
        const val REMEMBERED = 256
    }
}
