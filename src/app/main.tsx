import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadMessages } from './messages/messages.ts';
import './styles/theme.css';
import './styles/layout.css';
import { StrictMode } from 'react';

await loadMessages();
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
