// Starts the GOV.UK and MoJ components. Every page also works without this.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();
