import { render } from "preact";
import { applyTheme } from "../theme";
import { App } from "./App";

applyTheme();
render(<App />, document.getElementById("page")!);
