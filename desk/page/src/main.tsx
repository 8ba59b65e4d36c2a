import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { startDesk } from "./desk";
import { listen } from "./keys";
import { followAddress, theme } from "./state";
import "./styles/desk.css";
import "./styles/parts.css";
import "./styles/views.css";

effect(() => {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});
followAddress();
listen();
startDesk();
const root = document.getElementById("desk");
if (root) render(<App />, root);
