import { render } from "preact";
import { applyTheme } from "../theme";
import { WatchPage } from "./WatchPage";

applyTheme();
render(<WatchPage />, document.getElementById("page")!);
