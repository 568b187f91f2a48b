import { answerRoute } from '../route.js';

export const consoleWelcome = answerRoute('consoleWelcome', async (_, { demoLogin }) => (demoLogin ? { demoLogin } : {}));
