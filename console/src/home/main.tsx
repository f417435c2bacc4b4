import { render } from "preact";
import { applyTheme } from "../theme";
import { HomePage } from "./HomePage";

applyTheme();
render(<HomePage />, document.getElementById("page")!);
