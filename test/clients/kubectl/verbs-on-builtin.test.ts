// kubectl's verbs on a built-in kind.
import { deployment } from "./subjects.ts";
import { verbsOn } from "./verbs.ts";

verbsOn(deployment);
