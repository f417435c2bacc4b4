import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { DEFAULT_PORTS, type Ports } from "../streams/streams";
import type { Place } from "../streams/urls";
import type { Me, Node } from "./api/schema";

/** The node that this console belongs to, and who is looking. */
type Around = { node: Node | undefined; ports: Ports; me: Me };

export const NodeContext = createContext<Around>(undefined as unknown as Around);

export const useNode = (): Node | undefined => useContext(NodeContext).node;
export const useMe = (): Me => useContext(NodeContext).me;

export const usePorts = (): Ports => useContext(NodeContext).ports;

/** Where the media ports are; whoever may look at a stream may know, so it stands beside the page. */
export async function findPorts(tries = 3): Promise<Ports> {
  try {
    const answer = await fetch("/console.json", { cache: "no-store" });
    const { ports } = (await answer.json()) as { ports: Ports };
    return ports;
  } catch {
    // A page that is being left fails here too; it shall not ask at ports that nobody named.
    if (tries <= 1) return DEFAULT_PORTS;
    await new Promise((later) => setTimeout(later, 500));
    return findPorts(tries - 1);
  }
}

/**
 * Where the media port is, seen from a page of the control port: the same host, another port; by
 * TLS when the console came by TLS.
 */
export function mediaPlace(place: Place, ports: Ports): Place {
  const secure = place.protocol === "https:" && ports.https !== null;
  const port = secure ? ports.https : ports.http;
  const usual = secure ? 443 : 80;
  return {
    protocol: secure ? "https:" : "http:",
    hostname: place.hostname,
    host: port === null || port === usual ? place.hostname : `${place.hostname}:${port}`,
  };
}
