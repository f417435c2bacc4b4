/**
 * What the control port takes and gives. `described.ts` is made from its own description; what
 * stands here by hand is agreed, and goes as soon as the description has it.
 */
import type { Described } from "./described";

export * from "./described";

export type Role = "viewer" | "moderator" | "operator" | "admin";
export type Ports = {
  rtmp: number | null;
  rtmps: number | null;
  http: number | null;
  https: number | null;
};

export type Operations = Described;
