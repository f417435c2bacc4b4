// Made by scripts/client.mjs out of control's openapi.yaml: npm run client. Not by hand.

type Nothing = Record<never, never>;

export type StreamList = {
  /** Absent on the last page. */
  next?: string;
  /** All that match. */
  total: number;
  streams: Stream[];
};

export type Stream = {
  app: string;
  /** One to three levels */
  name: string;
  /** waiting = the publisher is away and may come back; viewers stay. */
  state: "live" | "waiting" | "ended";
  /** When it came into being. */
  openedMs: number;
  /** How long ago that is. */
  uptimeMs: number;
  /** When the publisher on air began; null while none is. */
  onAirMs: number | null;
  /** Where frames come from, the one on air first. */
  publishers: string[];
  tracks: Track[];
  /** Bits a second received */
  bitrateBps: number;
  /** Pictures a second of the first video track. */
  fps: number;
  /** Distance of the last two key frames; 0 = unknown. */
  gopMs: number;
  viewers: Viewers;
  /** Payload received. */
  bytesIn: number;
  /** Pictures and audio packets received. */
  framesIn: number;
  /** Handed to viewers' connections. */
  bytesOut: number;
  /** Times another publisher went on air. */
  inputSwitches: number;
  /** Times an event loop could not keep up. */
  branchSkips: number;
  /** Times a viewer lagged and was moved on to a key frame. */
  viewerSkips: number;
  /** Viewers closed because they took nothing for too long. */
  viewersClosedSlow: number;
  repairs: Repairs;
};

export type Track = {
  id: number;
  kind: "video" | "audio" | "data";
  /** For people: H.264, AAC. */
  codec: string;
  /** RFC 6381: avc1.64001f; empty if there is none. */
  codecString: string;
  /** RFC 5646; empty if unknown. */
  language: string;
  /** null unless it is video. */
  picture: Picture | null;
  /** null unless it is audio. */
  sound: Sound | null;
};

export type Picture = {
  /** Pixels; 0 = unknown. */
  width: number;
  /** Pixels; 0 = unknown. */
  height: number;
  /** As announced; 0 = it was not. */
  fps: number;
};

export type Sound = {
  sampleRateHz: number;
  /** 0 = unknown. */
  channels: number;
};

export type Viewers = {
  rtmp: number;
  httpFlv: number;
  wsFlv: number;
  hls: number;
  total: number;
};

/** Times the publisher's timestamps were mended. */
export type Repairs = {
  /** Its clock leapt. */
  jumps: number;
  /** Sound ran away from its sample count. */
  audioAnchors: number;
  /** A frame came before its predecessor. */
  steps: number;
  /** There was no place for a frame. */
  dropped: number;
  /** Frames left out until a key frame came. */
  untilKey: number;
  /** Presentation before decoding. */
  clockMoves: number;
};

/** Role on each app; * is every app. */
export type Grants = Record<string, "viewer" | "moderator" | "operator" | "admin">;

export type Login = {
  name: string;
  password: string;
};

export type PasswordChange = {
  current: string;
  /** 10 to 256 characters, without the name. */
  next: string;
};

export type Me = {
  kind: "user" | "token";
  id: string;
  name: string;
  grants: Grants;
  /** Nothing else is allowed before. */
  mustChangePassword: boolean;
  /** To be sent as X-CSRF-Token with every change; null for a token. */
  csrfToken: string | null;
  /** When session or token end at the latest; null = never. */
  expiresMs: number | null;
};

export type NewUser = {
  /** 1 to 64 of a-z 0-9 . _ @ - */
  name: string;
  password?: string;
  grants: Grants;
};

export type UserChange = {
  grants?: Grants;
  disabled?: boolean;
};

export type User = {
  id: string;
  name: string;
  grants: Grants;
  disabled: boolean;
  mustChangePassword: boolean;
  createdMs: number;
  changedMs: number;
  lastLoginMs: number | null;
  version: number;
};

export type UserCreated = {
  id: string;
  name: string;
  grants: Grants;
  disabled: boolean;
  mustChangePassword: boolean;
  createdMs: number;
  changedMs: number;
  lastLoginMs: number | null;
  version: number;
  /** null if a password was given. */
  oneTimePassword: string | null;
};

export type OneTimePassword = {
  oneTimePassword: string;
};

export type UserList = {
  items: User[];
  /** Absent on the last page. */
  next?: string;
};

export type Session = {
  /** Not the cookie. */
  id: string;
  userId: string;
  userName: string;
  createdMs: number;
  /** A minute behind at most. */
  seenMs: number;
  expiresMs: number;
  address: string;
  /** What the browser calls itself: text of a stranger. */
  agent: string;
  current: boolean;
};

export type SessionList = {
  items: Session[];
  /** Absent on the last page. */
  next?: string;
};

export type NewToken = {
  name: string;
  grants: Grants;
  expiresMs?: number;
};

export type Token = {
  id: string;
  name: string;
  ownerId: string;
  ownerName: string;
  /** How its text begins. */
  prefix: string;
  grants: Grants;
  createdMs: number;
  usedMs: number | null;
  expiresMs: number | null;
};

export type TokenCreated = {
  id: string;
  name: string;
  ownerId: string;
  ownerName: string;
  /** How its text begins. */
  prefix: string;
  grants: Grants;
  createdMs: number;
  usedMs: number | null;
  expiresMs: number | null;
  /** Shown once. */
  token: string;
};

export type TokenList = {
  items: Token[];
  /** Absent on the last page. */
  next?: string;
};

export type AuditEntry = {
  id: string;
  atMs: number;
  whoKind: "user" | "token" | "system";
  whoId: string;
  whoName: string;
  address: string;
  /** user.created */
  action: string;
  target: string;
  detail: string;
};

export type AuditList = {
  items: AuditEntry[];
  /** Absent on the last page. */
  next?: string;
};

export type Setting = {
  key: string;
  /** *** if it is secret and set. */
  value: string;
  /** The default. */
  standard: string;
  /** default, freshet.yaml:12, FRESHET_RTMP_LISTEN, --set. */
  source: string;
  meaning: string;
  secret: boolean;
  /** When a change of it holds after a reload. */
  takesEffect: "at-once" | "new-streams" | "restart";
  /** The value that will hold after a restart; absent if it is the same. *** if it is secret. */
  waiting?: string;
};

export type Reload = {
  /** Keys that have another value from now on. */
  inEffect: string[];
  /** Keys that have another value for streams that begin from now on. */
  forNewStreams: string[];
  /** Keys that keep their value until the node starts again. */
  afterRestart: string[];
};

export type SettingList = {
  items: Setting[];
  /** Absent on the last page. */
  next?: string;
};

/** What follows `transport` is told by the node that answers of itself alone. */
export type Node = {
  /** Its name in the cluster; `local` if it is in none. */
  id: string;
  /** Whether it is the one that answers. */
  self: boolean;
  version: string;
  startedMs: number;
  roles: ("ingest" | "origin" | "edge" | "control")[];
  region: string;
  zone: string;
  /** By protocol. */
  addresses: Record<string, string>;
  /** By itself or by order, whichever is worse. */
  state: "ready" | "draining" | "drained" | "evicted" | "stopped";
  /** As the node that answers hears of it. */
  health: "alive" | "suspect" | "unknown";
  /** Since it was heard of; -1 = never. */
  silentMs: number;
  /** Its clock against that of the node that answers. */
  clockOffsetMs: number;
  /** Of all its cores. */
  cpuPercent: number;
  /** How much of the memory that streams may take they need; at 100 it takes no new stream. */
  memoryPercent: number;
  trafficBps: number;
  /** 0 = not known. */
  trafficBpsMax: number;
  /** 0 = no limit. */
  viewersMax: number;
  /** Streams that it leads. */
  leads: number;
  duties: string[];
  wanted: NodeWanted | null;
  ready: boolean;
  notReadyReason: string | null;
  transport?: string;
  heapBytes?: number;
  database?: NodeDatabase;
  streams: number;
  viewers: number;
  bytesIn?: number;
  bytesOut?: number;
  ports?: NodePorts;
  loops?: NodeLoop[];
  listeners?: NodeListener[];
};

export type HealingState = {
  /** Whether this node takes part in healing. */
  enabled: boolean;
  /** The node that looks; null if nothing was heard. */
  by: string | null;
  /** When it last said so, Unix ms. */
  atMs: number | null;
  /** Most nodes fail at once: the one who looks is suspected, and nothing is done. */
  doubting: boolean;
  nodes: NodeCondition[];
};

export type NodeCondition = {
  node: string;
  condition: "healthy" | "suspect" | "recovering" | "evicted" | "reprovisioning" | "trial" | "given-up";
  /** Restarts, provisions and trials that did not help. */
  failures: number;
  /** Whether viewers and publishers are sent elsewhere. */
  evicted: boolean;
  /** In words; empty if there is nothing to say. */
  why: string;
  /** In this condition since, Unix ms. */
  sinceMs: number;
  /** Whether a person should look: it was given up, or has not been well for long. */
  needsPerson: boolean;
};

export type NodeList = {
  items: Node[];
  /** Absent on the last page. */
  next?: string;
};

/** What somebody wants of a node. */
export type NodeWanted = {
  state: "draining" | "evicted";
  by: string;
  reason: string;
  sinceMs: number;
};

export type StreamTree = {
  items: StreamLimb[];
};

export type StreamLimb = {
  node: string;
  region: string;
  role: "leader" | "standby" | "edge";
  /** From which node it has the stream; empty of the leader. */
  parent: string;
  /** How far from the leader at most; -1 = nothing comes in. */
  level: number;
  /** Of the leader whose cuts it sends. */
  token: string;
  bitrateBps: number;
  viewers: number;
};

export type NodeDatabase = {
  kind: "sqlite" | "postgresql";
  away: boolean;
  /** Secrets that the key of this node (database.secret-key-file) did not open when they were needed. */
  unreadableSecrets: number;
};

/** Where publishers and viewers connect; null = off. */
export type NodePorts = {
  rtmp: number | null;
  rtmps: number | null;
  http: number | null;
  https: number | null;
};

export type NodeLoop = {
  index: number;
  /** 0 normal, 1 busy, 2 full. */
  pressure: number;
  lagSeconds: number;
  connections: number;
  cpuSeconds: number;
};

export type NodeListener = {
  name: string;
  open: number;
  accepted: number;
  refusedTotal: number;
  refusedPerAddress: number;
  bytesIn: number;
  bytesOut: number;
};

export type Health = {
  status: "up" | "ready";
  /** Secrets that the key of this node did not open when they were needed; absent if there are none. */
  unreadableSecrets?: number;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
};

export type Event = {
  /** Sorts by time. */
  id: string;
  /** A family and what became of it: stream.started. docs/monitoring.md lists them. */
  type: string;
  atMs: number;
  /** Absent if it is about no stream. */
  app?: string;
  /** Its name within the app. */
  stream?: string;
  facts: Record<string, string>;
};

export type EventList = {
  items: Event[];
  /** Absent on the last page. */
  next?: string;
};

export type NodeSample = {
  atMs: number;
  /** Live ones. */
  streams: number;
  viewers: number;
  /** Bits a second from publishers. */
  bitsIn: number;
  /** Bits a second to viewers. */
  bitsOut: number;
  /** Cores in use: 0.35. */
  cpu: number;
  heapBytes: number;
  /** Of the event loop that is latest. */
  loopLagMs: number;
};

export type NodeSeries = {
  items: NodeSample[];
};

export type StreamSample = {
  app: string;
  name: string;
  atMs: number;
  state: "live" | "waiting" | "ended";
  viewers: number;
  bitrateBps: number;
  fps: number;
  gopMs: number;
  /** Bits a second to viewers. */
  bitsOut: number;
  /** Age of pictures when they come, by the clock in them; absent if unknown. */
  latencyMs?: number;
  /** From there until connections of RTMP and FLV have them; absent while nobody watches so. */
  connectionDelayMs?: number;
  /** From there until HLS lists them; absent while there is no HLS. */
  playlistDelayMs?: number;
  /** From there until the node itself had them by HTTP-FLV; absent if it has not watched lately. */
  probedConnectionMs?: number;
  /** From there until the node itself had them by HLS; absent if it has not watched lately. */
  probedPlaylistMs?: number;
  /** The worst. */
  findings: "none" | "note" | "warning" | "bad";
};

export type StreamSeries = {
  items: StreamSample[];
};

export type Finding = {
  /** Constant: gop-long. docs/monitoring.md lists them. */
  code: string;
  severity: "note" | "warning" | "bad";
  /** key frames every 10 s: joins will be slow */
  text: string;
  /** What to do; absent if nothing. */
  advice?: string;
  /** The figures in the text. */
  facts: Record<string, number>;
  sinceMs: number;
};

export type FindingList = {
  items: Finding[];
};

export type StreamFindingList = {
  items: StreamFindings[];
};

export type StreamFindings = {
  app: string;
  name: string;
  items: Finding[];
};

export type Spread = {
  count: number;
  /** Absent with the rest while count is 0. */
  p50?: number;
  p90?: number;
  p99?: number;
  max?: number;
};

export type Quality = {
  /** When the stream began. */
  sinceMs: number;
  latency: Latency;
  /** Viewings that players told of. */
  sessions: number;
  playedMs: number;
  startupMs: Spread;
  stallsPerHour: number;
  /** Of the time that players wanted to play; 0.01 is 1 %. */
  stalledShare: number;
  /** Of quality. */
  switchesPerHour: number;
  /** Of decoded pictures. */
  droppedShare: number;
  latencyMs: Spread;
  serverLatencyMs: Spread;
  /** Playing that failed */
  errors: Record<string, number>;
  lately: Told;
};

/** How old pictures are on their way through this node, as it measures itself; what is not known is absent. */
export type Latency = {
  /** What the encoder says of the time: nothing, a time that can be, or another one than ours. */
  clock: "none" | "good" | "off";
  /** A clock in SEI user data; picture timing or time code SEI; onFI. */
  clockSource?: "sei" | "timecode" | "script";
  /** How far the encoder's clock is behind ours; only if it is off. */
  clockBehindMs?: number;
  captureToIngestMs?: number;
  /** Until connections of RTMP and FLV have it, waiting for merged writes included. */
  ingestToConnectionMs?: number;
  /** Until HLS lists it; the wait for the rest of its part or segment included. */
  ingestToPlaylistMs?: number;
  captureToConnectionMs?: number;
  captureToPlaylistMs?: number;
  probed?: Probed;
};

/** What the node found in the last three minutes when it watched the stream itself, as a viewer does: for who asks here, and where the encoder says no time and somebody watches. */
export type Probed = {
  /** From a frame's coming until HTTP-FLV brought it, the median of some seconds; absent if it was not found out. */
  connectionMs?: number;
  /** From the coming of a part's first frame until HLS had listed the part and brought it; absent if it was not found out. */
  playlistMs?: number;
  /** When, Unix time. */
  atMs: number;
};

/** The same of the last five minutes. */
export type Told = {
  sessions: number;
  playedMs: number;
  startupMs: Spread;
  stallsPerHour: number;
  stalledShare: number;
  switchesPerHour: number;
  droppedShare: number;
  latencyMs: Spread;
  serverLatencyMs: Spread;
  errors: Record<string, number>;
};

export type WebhookWish = {
  /** http or https; not inside the operator's network unless privateAllowed. */
  url: string;
  privateAllowed?: boolean;
  /** Of events; stream.* takes a family; empty = all but viewer.* */
  types?: string[];
  /** Empty = all. */
  apps?: string[];
  enabled?: boolean;
  description?: string;
  /** 16 to 128 characters; made by the server if absent. */
  secret?: string;
};

export type Webhook = {
  id: string;
  url: string;
  privateAllowed: boolean;
  types: string[];
  apps: string[];
  enabled: boolean;
  description: string;
  createdMs: number;
  version: number;
  /** Deliveries to be sent. */
  waiting: number;
  /** Deliveries given up. */
  dead: number;
  /** When it was last sent something; absent if never. */
  lastMs?: number;
  /** Of HTTP; 0 = no answer. */
  lastStatus?: number;
};

export type WebhookCreated = {
  id: string;
  url: string;
  privateAllowed: boolean;
  types: string[];
  apps: string[];
  enabled: boolean;
  description: string;
  createdMs: number;
  version: number;
  waiting: number;
  dead: number;
  secret: string;
};

export type WebhookList = {
  items: Webhook[];
};

export type Delivery = {
  id: string;
  eventId: string;
  type: string;
  state: "waiting" | "delivered" | "dead";
  attempts: number;
  createdMs: number;
  /** While it waits. */
  nextMs?: number;
  /** Absent if there was no answer. */
  lastStatus?: number;
  /** Absent if it went well. */
  lastProblem?: string;
};

export type DeliveryList = {
  items: Delivery[];
  next?: string;
};

export type Replayed = {
  replayed: number;
};

export type TestResult = {
  good: boolean;
  /** Of HTTP; absent if there was no answer. */
  status?: number;
  /** Absent if it went well. */
  problem?: string;
  tookMs: number;
};

export type PublishKey = {
  /** Names it. */
  id: string;
  /** Of this app. */
  app: string;
  /** What the operator calls it. */
  name: string;
  /** Good for these streams: NAME, room/* (one level), BEGINNING*, school/** (all below) or ** (every stream). */
  stream: string;
  /** Addresses and ranges, IPv4 and IPv6; empty: from anywhere. */
  addresses: string[];
  /** When. */
  createdMs: number;
  /** By whom. */
  createdBy: string;
  /** Absent: never. */
  expiresMs?: number;
  /** Until then the secret before is good, too; absent if it is not. */
  overlapUntilMs?: number;
  state: "active" | "expired";
  /** On this node since its start; absent: not yet. */
  lastUsedMs?: number;
  /** The last 4 characters of the secret. */
  hint: string;
  /** For If-Match. */
  version: number;
};

export type PublishKeySecret = {
  /** Names it. */
  id: string;
  /** Of this app. */
  app: string;
  /** What the operator calls it. */
  name: string;
  /** Good for these streams: NAME, room/* (one level), BEGINNING*, school/** (all below) or ** (every stream). */
  stream: string;
  /** Addresses and ranges, IPv4 and IPv6; empty: from anywhere. */
  addresses: string[];
  /** When. */
  createdMs: number;
  /** By whom. */
  createdBy: string;
  /** Absent: never. */
  expiresMs?: number;
  /** Until then the secret before is good, too; absent if it is not. */
  overlapUntilMs?: number;
  state: "active" | "expired";
  /** On this node since its start; absent: not yet. */
  lastUsedMs?: number;
  /** The last 4 characters of the secret. */
  hint: string;
  /** For If-Match. */
  version: number;
  /** What the encoder sends; shown this once. */
  secret: string;
};

export type NewPublishKey = {
  /** 1 to 100 characters. */
  name: string;
  /** ** if absent: NAME, room/* (one level), BEGINNING*, school/** (all below) or ** (every stream). */
  stream?: string;
  /** Empty: from anywhere. */
  addresses?: string[];
  /** Absent: never. */
  expiresMs?: number;
};

export type PublishKeyChange = {
  /** 1 to 100 characters. */
  name?: string;
  /** ** if absent: NAME, room/* (one level), BEGINNING*, school/** (all below) or ** (every stream). */
  stream?: string;
  /** Empty: from anywhere. */
  addresses?: string[];
  /** Absent: never. */
  expiresMs?: number;
};

export type KeyRotation = {
  /** 0 to 30 days; a day if absent. */
  overlapMs?: number;
};

export type PublishKeyList = {
  items: PublishKey[];
  /** Cursor of the next page; absent on the last one. */
  next?: string;
};

export type PlaybackRule = {
  /** Names it. */
  id: string;
  /** Of this app. */
  app: string;
  /** For these streams: NAME, room/* (one level), BEGINNING*, school/** (all below) or ** (every stream). */
  stream: string;
  access: "open" | "signed";
  /** Hosts whose pages may play, as in Origin: example.org or *.example.org; empty: all. */
  origins: string[];
  /** The same for Referer. */
  referers: string[];
  /** Whether who says neither passes these lists, as players do that are no page. */
  withoutReferer: boolean;
  /** Addresses; empty: all. */
  allow: string[];
  /** Addresses; wins. */
  deny: string[];
  /** Of each stream on this node; absent: no rule. */
  viewersMax?: number;
  /** A publisher above it for 10 s is sent away; absent: no rule. */
  bitrateMaxBps?: number;
  /** For If-Match. */
  version: number;
};

export type NewPlaybackRule = {
  /** For these streams: NAME, room/* (one level), BEGINNING*, school/** (all below) or ** (every stream). */
  stream: string;
  access: "open" | "signed";
  /** Hosts whose pages may play, as in Origin: example.org or *.example.org; empty: all. */
  origins?: string[];
  /** The same for Referer. */
  referers?: string[];
  /** Whether who says neither passes these lists, as players do that are no page. */
  withoutReferer?: boolean;
  /** Addresses; empty: all. */
  allow?: string[];
  /** Addresses; wins. */
  deny?: string[];
  /** Of each stream on this node; absent: no rule. */
  viewersMax?: number;
  /** A publisher above it for 10 s is sent away; absent: no rule. */
  bitrateMaxBps?: number;
};

export type PlaybackRuleList = {
  items: PlaybackRule[];
  /** Cursor of the next page; absent on the last one. */
  next?: string;
};

export type AddressLists = {
  /** Empty: from everywhere. */
  publishAllow: string[];
  /** Wins. */
  publishDeny: string[];
  /** Empty: from everywhere. */
  playAllow: string[];
  /** Wins. */
  playDeny: string[];
  /** For If-Match; 0 before they were set. */
  version: number;
};

export type NewAddressLists = {
  /** Empty: from everywhere. */
  publishAllow?: string[];
  /** Wins. */
  publishDeny?: string[];
  /** Empty: from everywhere. */
  playAllow?: string[];
  /** Wins. */
  playDeny?: string[];
};

export type SigningKey = {
  /** The kid of JWTs, and the key in short tokens. */
  id: string;
  /** Of this app. */
  app: string;
  /** What the operator calls it. */
  name: string;
  kind: "secret" | "ed25519" | "jwks";
  /** Of ed25519: the 32 bytes in base64url. */
  publicKey?: string;
  /** Of jwks. */
  url?: string;
  /** When. */
  createdMs: number;
  /** By whom. */
  createdBy: string;
};

export type SigningKeySecret = {
  /** The kid of JWTs, and the key in short tokens. */
  id: string;
  /** Of this app. */
  app: string;
  /** What the operator calls it. */
  name: string;
  kind: "secret" | "ed25519" | "jwks";
  /** Of ed25519: the 32 bytes in base64url. */
  publicKey?: string;
  /** Of jwks. */
  url?: string;
  /** When. */
  createdMs: number;
  /** By whom. */
  createdBy: string;
  /** Of kind secret: base64url of 32 bytes; shown this once. */
  secret?: string;
};

export type NewSigningKey = {
  /** 1 to 100 characters. */
  name: string;
  kind: "secret" | "ed25519" | "jwks";
  /** For ed25519. */
  publicKey?: string;
  /** For jwks; https. */
  url?: string;
  /** Whether the URL may lead to a private address; for administrators of every app. */
  privateAllowed?: boolean;
};

export type SigningKeyList = {
  items: SigningKey[];
  /** Cursor of the next page; absent on the last one. */
  next?: string;
};

export type SignRequest = {
  /** NAME, room/* (one level), BEGINNING*, school/** (all below) or ** (every stream). */
  stream: string;
  /** A second to a year; an hour if absent. */
  lifetimeMs?: number;
  format?: "short" | "jwt";
  /** Good from this address or range only. */
  address?: string;
  /** How many may watch with it at a time; 0 or absent: any number. */
  sessions?: number;
  /** Whom it is for; shown in the list of viewers. */
  user?: string;
  /** The newest of kind secret if absent. */
  keyId?: string;
};

export type SignedPlayback = {
  /** It. */
  token: string;
  /** When it ends. */
  expiresMs: number;
  paths?: SignedPaths;
};

/** Absent if the token is for more than one stream. */
export type SignedPaths = {
  /** On the HTTP port. */
  hls: string;
  /** On the HTTP port. */
  ts: string;
  /** On the HTTP port; by WebSocket, too. */
  flv: string;
  /** On the RTMP port. */
  rtmp: string;
};

export type Viewer = {
  /** Names it. */
  id: string;
  protocol: "rtmp" | "http-flv" | "ws-flv" | "hls";
  /** Without port. */
  address: string;
  /** By TLS. */
  secure: boolean;
  /** Hostile text, at most 200 characters; empty if none was sent. */
  userAgent: string;
  /** Hostile text, at most 200 characters; empty if none was sent. */
  referer: string;
  /** Of its token; empty without. */
  user: string;
  /** The same for all who came with the same token; empty without. */
  tokenId: string;
  /** When it came. */
  sinceMs: number;
  /** Media sent to it. */
  bytes: number;
  /** When its token ends, and it with it; absent: never. */
  expiresMs?: number;
};

export type ViewerList = {
  items: Viewer[];
  /** Of all pages. */
  total: number;
  /** Cursor of the next page; absent on the last one. */
  next?: string;
};

export type Ban = {
  /** Names it. */
  id: string;
  /** Of this app. */
  app: string;
  kind: "address" | "token" | "user";
  /** Address or range; token id; user. */
  value: string;
  /** For operators; empty if none was given. */
  reason: string;
  /** When it ends. */
  untilMs: number;
  /** By whom. */
  createdBy: string;
  /** When. */
  createdMs: number;
};

export type NewBan = {
  kind: "address" | "token" | "user";
  /** Address or range; token id; user. */
  value?: string;
  /** Or the id of one who watches: its address, token or user is taken. */
  viewer?: string;
  /** A second to a year; an hour if absent. */
  durationMs?: number;
  /** Up to 200 characters. */
  reason?: string;
};

export type BanList = {
  items: Ban[];
  /** Cursor of the next page; absent on the last one. */
  next?: string;
};

export type Decider = {
  /** https, or http. */
  url: string;
  /** Whether it is asked about publishers. */
  onPublish: boolean;
  /** Whether it is asked about viewers. */
  onPlay: boolean;
  /** 100 to 10000. */
  timeoutMs: number;
  /** Whether one is let in whom it does not answer about. */
  failOpen: boolean;
  /** How long an answer stands for the same one, up to 60000. */
  cacheMs: number;
  /** Whether the URL may lead to a private address; for administrators of every app. */
  privateAllowed: boolean;
  /** For If-Match. */
  version: number;
};

export type DeciderSecret = {
  /** https, or http. */
  url: string;
  /** Whether it is asked about publishers. */
  onPublish: boolean;
  /** Whether it is asked about viewers. */
  onPlay: boolean;
  /** 100 to 10000. */
  timeoutMs: number;
  /** Whether one is let in whom it does not answer about. */
  failOpen: boolean;
  /** How long an answer stands for the same one, up to 60000. */
  cacheMs: number;
  /** Whether the URL may lead to a private address; for administrators of every app. */
  privateAllowed: boolean;
  /** For If-Match. */
  version: number;
  /** Signs the questions; shown when it is new. */
  secret?: string;
};

export type NewDecider = {
  /** https, or http. */
  url: string;
  /** Whether it is asked about publishers. */
  onPublish?: boolean;
  /** Whether it is asked about viewers. */
  onPlay?: boolean;
  /** 100 to 10000. */
  timeoutMs?: number;
  /** Whether one is let in whom it does not answer about. */
  failOpen?: boolean;
  /** How long an answer stands for the same one, up to 60000. */
  cacheMs?: number;
  /** Whether the URL may lead to a private address; for administrators of every app. */
  privateAllowed?: boolean;
  /** Whether a new secret is to be made. */
  newSecret?: boolean;
};

export type DeciderTest = {
  outcome: "allowed" | "refused" | "failed";
  /** Why; empty if allowed. */
  detail: string;
  /** Of HTTP; 0 if there was none. */
  status: number;
  /** How long it took. */
  tookMs: number;
};

export type AudienceNow = {
  viewers: number;
  byProtocol: Record<string, number>;
  /** Sessions by audience.regions of the settings; `other` for the rest. */
  byRegion: Record<string, number>;
  /** Since the stream began or the node started. */
  peak: number;
  /** Viewings since midnight UTC; absent while the database is away. */
  uniqueToday?: number;
};

export type AudienceHistory = {
  stepS: number;
  items: AudiencePoint[];
};

export type AudiencePoint = {
  /** When the step begins. */
  atMs: number;
  peak: number;
  mean: number;
  /** There when it began or came in it. */
  unique: number;
  /** Peaks. */
  byProtocol: Record<string, number>;
};

export type Alert = {
  id: string;
  ruleId: string;
  /** Its name. */
  rule: string;
  /** Of the rule. */
  kind: string;
  state: "pending" | "firing" | "resolved";
  severity: "warning" | "critical";
  /** What it is about: live/camera, a folder, a file. */
  subject: string;
  text: string;
  sinceMs: number;
  firedMs?: number;
  resolvedMs?: number;
  silenced: boolean;
};

export type AlertList = {
  items: Alert[];
};

export type AlertRuleWish = {
  name: string;
  kind: "stream-down" | "ingest-degraded" | "error-rate" | "disk" | "certificate" | "node-lost" | "node-given-up";
  /** Streams of this app; stream-down needs it. */
  app?: string;
  /** This stream, or cam* for all that begin so; stream-down needs it. */
  stream?: string;
  /** What it means is the kind's: docs/monitoring.md */
  threshold?: number;
  /** How long it must hold. */
  forS?: number;
  severity?: "warning" | "critical";
  /** Ids of those told; empty = all. */
  channels?: string[];
  enabled?: boolean;
};

export type AlertRule = {
  id: string;
  name: string;
  kind: "stream-down" | "ingest-degraded" | "error-rate" | "disk" | "certificate" | "node-lost" | "node-given-up";
  app: string;
  stream: string;
  threshold: number;
  forS: number;
  severity: "warning" | "critical";
  channels: string[];
  enabled: boolean;
  version: number;
};

export type AlertRuleList = {
  items: AlertRule[];
};

export type SilenceWish = {
  /** Absent = every rule. */
  ruleId?: string;
  /** Of this subject, live/cam* for all that begin so; absent = every one. */
  subject?: string;
  untilMs: number;
  reason?: string;
};

export type Silence = {
  id: string;
  ruleId: string;
  subject: string;
  untilMs: number;
  reason: string;
  by: string;
  createdMs: number;
};

export type SilenceList = {
  items: Silence[];
};

export type AlertChannelWish = {
  name: string;
  kind: "webhook" | "email" | "http";
  /** Of webhook and http; http fills in {text} {subject} {severity} {state} {rule}. */
  url?: string;
  privateAllowed?: boolean;
  /** Of http, filled in too; a GET without. */
  body?: string;
  contentType?: string;
  /** Of http; values are never shown again. */
  headers?: Record<string, string>;
  /** Addresses of e-mail. */
  to?: string[];
  enabled?: boolean;
};

export type AlertChannel = {
  id: string;
  name: string;
  kind: "webhook" | "email" | "http";
  url: string;
  privateAllowed: boolean;
  body: string;
  contentType: string;
  /** Names alone. */
  headers: string[];
  to: string[];
  enabled: boolean;
  version: number;
  /** In the answer to createAlertChannel alone. */
  secret?: string;
};

export type AlertChannelList = {
  items: AlertChannel[];
};

/** By method and path: what is asked, and what is answered. */
export interface Described {
  /** The streams of the apps that the caller may see, a page of them. */
  "GET /api/v1/streams": {
    path: Nothing;
    query: { app?: string; q?: string; state?: "live" | "waiting" | "ended"; sort?: "name" | "viewers" | "bitrate" | "newest"; limit?: number; cursor?: string };
    body: undefined;
    answer: StreamList;
  };
  /** One stream. */
  "GET /api/v1/streams/{app}/{name}": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: Stream;
  };
  /** Sends its publishers and viewers away and ends it at once. */
  "DELETE /api/v1/streams/{app}/{name}": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** What it shows, at most 320 pixels wide. */
  "GET /api/v1/streams/{app}/{name}/thumbnail.jpg": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** Signs in; always a new session. */
  "POST /api/v1/login": {
    path: Nothing;
    query: Nothing;
    body: Login;
    answer: Me;
  };
  /** Ends the session. */
  "POST /api/v1/logout": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** Who is asking. */
  "GET /api/v1/me": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: Me;
  };
  /** Changes the own password; all other sessions end, and this one goes on under a new cookie. */
  "PUT /api/v1/me/password": {
    path: Nothing;
    query: Nothing;
    body: PasswordChange;
    answer: Me;
  };
  /** The own sessions, the newest first. */
  "GET /api/v1/me/sessions": {
    path: Nothing;
    query: { limit?: number; cursor?: string };
    body: undefined;
    answer: SessionList;
  };
  /** Ends one of the own sessions. */
  "DELETE /api/v1/me/sessions/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** All users by name. */
  "GET /api/v1/users": {
    path: Nothing;
    query: { q?: string; limit?: number; cursor?: string };
    body: undefined;
    answer: UserList;
  };
  /** A new user; without a password a one-time password is made, and shown in this answer alone. */
  "POST /api/v1/users": {
    path: Nothing;
    query: Nothing;
    body: NewUser;
    answer: UserCreated;
  };
  /** One user. */
  "GET /api/v1/users/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: User;
  };
  /** Changes roles, or whether they may sign in. */
  "PATCH /api/v1/users/{id}": {
    path: { id: string };
    query: Nothing;
    body: UserChange;
    answer: User;
  };
  /** Deletes a user with their sessions and tokens. */
  "DELETE /api/v1/users/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** A new one-time password, shown in this answer alone; ends all sessions of the user. */
  "POST /api/v1/users/{id}/password-reset": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: OneTimePassword;
  };
  /** Everybody who is signed in, the newest first. */
  "GET /api/v1/sessions": {
    path: Nothing;
    query: { user?: string; limit?: number; cursor?: string };
    body: undefined;
    answer: SessionList;
  };
  /** Signs somebody out. */
  "DELETE /api/v1/sessions/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** The own API tokens, the newest first. */
  "GET /api/v1/tokens": {
    path: Nothing;
    query: { all?: boolean; limit?: number; cursor?: string };
    body: undefined;
    answer: TokenList;
  };
  /** A new API token with no more rights than its owner has; its text is in this answer alone. */
  "POST /api/v1/tokens": {
    path: Nothing;
    query: Nothing;
    body: NewToken;
    answer: TokenCreated;
  };
  /** One token. */
  "GET /api/v1/tokens/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: Token;
  };
  /** Revokes it at once. */
  "DELETE /api/v1/tokens/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** What everybody changed, the newest first. */
  "GET /api/v1/audit": {
    path: Nothing;
    query: { who?: string; action?: string; target?: string; fromMs?: number; toMs?: number; limit?: number; cursor?: string };
    body: undefined;
    answer: AuditList;
  };
  /** The configuration in effect; secrets are not shown. */
  "GET /api/v1/settings": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: SettingList;
  };
  /** Reads the settings again, without a connection that drops. Says which changes hold. */
  "POST /api/v1/node/reload": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: Reload;
  };
  /** The nodes and how they are. */
  "GET /api/v1/nodes": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: NodeList;
  };
  /** One node and how it is. */
  "GET /api/v1/nodes/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: Node;
  };
  /** Has a node take nobody new, and sends those who are there to others. */
  "POST /api/v1/nodes/{id}/drain": {
    path: { id: string };
    query: { reason?: string };
    body: undefined;
    answer: Node;
  };
  /** Takes a node out at once, even if it does not answer. */
  "POST /api/v1/nodes/{id}/evict": {
    path: { id: string };
    query: { reason?: string };
    body: undefined;
    answer: Node;
  };
  /** Takes back what was ordered of a node. */
  "POST /api/v1/nodes/{id}/resume": {
    path: { id: string };
    query: { reason?: string };
    body: undefined;
    answer: Node;
  };
  /** The nodes that have a stream, and whom each has it from. */
  "GET /api/v1/streams/{app}/{name}/tree": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: StreamTree;
  };
  /** How the nodes are that viewers use, and what is being done about those that they cannot use. */
  "GET /api/v1/healing": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: HealingState;
  };
  /** Tries a node again that was given up or is being healed: its failures are forgotten. */
  "POST /api/v1/nodes/{id}/heal": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** The publish keys of an app, the oldest first; never their secrets. */
  "GET /api/v1/apps/{app}/keys": {
    path: { app: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    answer: PublishKeyList;
  };
  /** Makes a key and shows its secret, this once. */
  "POST /api/v1/apps/{app}/keys": {
    path: { app: string };
    query: Nothing;
    body: NewPublishKey;
    answer: PublishKeySecret;
  };
  /** One publish key. */
  "GET /api/v1/apps/{app}/keys/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: undefined;
    answer: PublishKey;
  };
  /** Changes what the body names; the secret stays. */
  "PATCH /api/v1/apps/{app}/keys/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: PublishKeyChange;
    answer: PublishKey;
  };
  /** Ends it at once; publishers that came with it are sent away. */
  "DELETE /api/v1/apps/{app}/keys/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** A new secret, shown this once; the old one is good for a while more. */
  "POST /api/v1/apps/{app}/keys/{id}/rotate": {
    path: { app: string; id: string };
    query: Nothing;
    body: KeyRotation;
    answer: PublishKeySecret;
  };
  /** Who may watch the streams of an app. */
  "GET /api/v1/apps/{app}/rules": {
    path: { app: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    answer: PlaybackRuleList;
  };
  /** Makes a rule. */
  "POST /api/v1/apps/{app}/rules": {
    path: { app: string };
    query: Nothing;
    body: NewPlaybackRule;
    answer: PlaybackRule;
  };
  /** One rule. */
  "GET /api/v1/apps/{app}/rules/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: undefined;
    answer: PlaybackRule;
  };
  /** Replaces a rule; viewers whom it does not let stay are sent away. */
  "PUT /api/v1/apps/{app}/rules/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: NewPlaybackRule;
    answer: PlaybackRule;
  };
  /** Deletes a rule. */
  "DELETE /api/v1/apps/{app}/rules/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** From where an app may be published to and watched. */
  "GET /api/v1/apps/{app}/addresses": {
    path: { app: string };
    query: Nothing;
    body: undefined;
    answer: AddressLists;
  };
  /** Replaces the lists; who may no longer be in is sent away. */
  "PUT /api/v1/apps/{app}/addresses": {
    path: { app: string };
    query: Nothing;
    body: NewAddressLists;
    answer: AddressLists;
  };
  /** The keys that sign playback tokens; never their secrets. */
  "GET /api/v1/apps/{app}/signing-keys": {
    path: { app: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    answer: SigningKeyList;
  };
  /** Makes a signing key, or takes a public one. */
  "POST /api/v1/apps/{app}/signing-keys": {
    path: { app: string };
    query: Nothing;
    body: NewSigningKey;
    answer: SigningKeySecret;
  };
  /** Tokens signed with it are refused from now on; viewers who came with one are sent away. */
  "DELETE /api/v1/apps/{app}/signing-keys/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** Makes a playback token, and the paths with it. */
  "POST /api/v1/apps/{app}/sign": {
    path: { app: string };
    query: Nothing;
    body: SignRequest;
    answer: SignedPlayback;
  };
  /** Who watches a stream on this node, those who came first at first. */
  "GET /api/v1/streams/{app}/{name}/viewers": {
    path: { app: string; name: string };
    query: { protocol?: string; user?: string; address?: string; limit?: number; cursor?: string };
    body: undefined;
    answer: ViewerList;
  };
  /** Sends a viewer away; it may come again, by HLS after 15 s, unless it is banned. */
  "DELETE /api/v1/streams/{app}/{name}/viewers/{id}": {
    path: { app: string; name: string; id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** Who is kept out of an app. */
  "GET /api/v1/apps/{app}/bans": {
    path: { app: string };
    query: { limit?: number; cursor?: string };
    body: undefined;
    answer: BanList;
  };
  /** Keeps an address, a token or a user of tokens out for a time, and sends away who is in. */
  "POST /api/v1/apps/{app}/bans": {
    path: { app: string };
    query: Nothing;
    body: NewBan;
    answer: Ban;
  };
  /** Lifts a ban. */
  "DELETE /api/v1/apps/{app}/bans/{id}": {
    path: { app: string; id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** The webhook that is asked before somebody publishes or plays. */
  "GET /api/v1/apps/{app}/decider": {
    path: { app: string };
    query: Nothing;
    body: undefined;
    answer: Decider;
  };
  /** Sets it. */
  "PUT /api/v1/apps/{app}/decider": {
    path: { app: string };
    query: Nothing;
    body: NewDecider;
    answer: DeciderSecret;
  };
  /** Nobody is asked any more. */
  "DELETE /api/v1/apps/{app}/decider": {
    path: { app: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** Asks it once about nobody, and says what came of it. */
  "POST /api/v1/apps/{app}/decider/test": {
    path: { app: string };
    query: Nothing;
    body: undefined;
    answer: DeciderTest;
  };
  /** What happened, the newest first. */
  "GET /api/v1/events": {
    path: Nothing;
    query: { type?: string; app?: string; stream?: string; from?: number; to?: number; limit?: number; cursor?: string };
    body: undefined;
    answer: EventList;
  };
  /** Events as they happen, as server-sent events. */
  "GET /api/v1/events/live": {
    path: Nothing;
    query: { type?: string; app?: string; stream?: string; after?: string; forS?: number; as?: string };
    body: undefined;
    answer: undefined;
  };
  /** The dashboard, as server-sent events. */
  "GET /api/v1/live": {
    path: Nothing;
    query: { app?: string; search?: string; sort?: string; forS?: number; offset?: number; limit?: number };
    body: undefined;
    answer: undefined;
  };
  /** The node's last ten minutes, a sample a second. */
  "GET /api/v1/series": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: NodeSeries;
  };
  /** One stream, as server-sent events. */
  "GET /api/v1/streams/{app}/{name}/live": {
    path: { app: string; name: string };
    query: { forS?: number };
    body: undefined;
    answer: undefined;
  };
  /** A stream's last ten minutes, a sample every other second. */
  "GET /api/v1/streams/{app}/{name}/series": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: StreamSeries;
  };
  /** What is wrong with what the publisher sends, the worst first. */
  "GET /api/v1/streams/{app}/{name}/findings": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: FindingList;
  };
  /** How players fare, as they tell, and how old pictures are when they come. */
  "GET /api/v1/streams/{app}/{name}/quality": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: Quality;
  };
  /** Findings of all streams, the worst first. */
  "GET /api/v1/findings": {
    path: Nothing;
    query: { app?: string };
    body: undefined;
    answer: StreamFindingList;
  };
  /** Who is told what happens. */
  "GET /api/v1/webhooks": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: WebhookList;
  };
  /** Tells somebody from now on. */
  "POST /api/v1/webhooks": {
    path: Nothing;
    query: Nothing;
    body: WebhookWish;
    answer: WebhookCreated;
  };
  /** One webhook. */
  "GET /api/v1/webhooks/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: Webhook;
  };
  /** Changes it; without a secret it keeps its own. */
  "PUT /api/v1/webhooks/{id}": {
    path: { id: string };
    query: Nothing;
    body: WebhookWish;
    answer: Webhook;
  };
  /** Tells them no more; what waited is forgotten. */
  "DELETE /api/v1/webhooks/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** Sends the event `webhook.test` at once. */
  "POST /api/v1/webhooks/{id}/test": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: TestResult;
  };
  /** What was sent, is to be sent, or was given up, the newest first. */
  "GET /api/v1/webhooks/{id}/deliveries": {
    path: { id: string };
    query: { state?: string; limit?: number; cursor?: string };
    body: undefined;
    answer: DeliveryList;
  };
  /** Sends one again. */
  "POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay": {
    path: { id: string; delivery: string };
    query: Nothing;
    body: undefined;
    answer: Delivery;
  };
  /** Sends all again that were given up. */
  "POST /api/v1/webhooks/{id}/replay": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: Replayed;
  };
  /** Who watches now. */
  "GET /api/v1/streams/{app}/{name}/audience": {
    path: { app: string; name: string };
    query: Nothing;
    body: undefined;
    answer: AudienceNow;
  };
  /** Peak, mean and unique viewers over time. */
  "GET /api/v1/streams/{app}/{name}/audience/history": {
    path: { app: string; name: string };
    query: { from?: number; to?: number; step?: number };
    body: undefined;
    answer: AudienceHistory;
  };
  /** Who watches an app or the node now. */
  "GET /api/v1/audience": {
    path: Nothing;
    query: { app?: string };
    body: undefined;
    answer: AudienceNow;
  };
  /** The same over time. */
  "GET /api/v1/audience/history": {
    path: Nothing;
    query: { app?: string; from?: number; to?: number; step?: number };
    body: undefined;
    answer: AudienceHistory;
  };
  /** Alerts that fire or are about to, then those that are over. */
  "GET /api/v1/alerts": {
    path: Nothing;
    query: { state?: string; limit?: number };
    body: undefined;
    answer: AlertList;
  };
  /** What must not happen unnoticed. */
  "GET /api/v1/alert-rules": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: AlertRuleList;
  };
  /** A new rule. */
  "POST /api/v1/alert-rules": {
    path: Nothing;
    query: Nothing;
    body: AlertRuleWish;
    answer: AlertRule;
  };
  /** One rule. */
  "GET /api/v1/alert-rules/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: AlertRule;
  };
  /** Changes it. */
  "PUT /api/v1/alert-rules/{id}": {
    path: { id: string };
    query: Nothing;
    body: AlertRuleWish;
    answer: AlertRule;
  };
  /** Watches it no more. */
  "DELETE /api/v1/alert-rules/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** What is known and needs no noise. */
  "GET /api/v1/silences": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: SilenceList;
  };
  /** Keeps alerts quiet for a while. */
  "POST /api/v1/silences": {
    path: Nothing;
    query: Nothing;
    body: SilenceWish;
    answer: Silence;
  };
  /** Ends it. */
  "DELETE /api/v1/silences/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** How people are told. */
  "GET /api/v1/alert-channels": {
    path: Nothing;
    query: Nothing;
    body: undefined;
    answer: AlertChannelList;
  };
  /** A new channel; the secret of a webhook is in this answer alone. */
  "POST /api/v1/alert-channels": {
    path: Nothing;
    query: Nothing;
    body: AlertChannelWish;
    answer: AlertChannel;
  };
  /** Changes it; without headers it keeps its own. */
  "PUT /api/v1/alert-channels/{id}": {
    path: { id: string };
    query: Nothing;
    body: AlertChannelWish;
    answer: AlertChannel;
  };
  /** Uses it no more. */
  "DELETE /api/v1/alert-channels/{id}": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: undefined;
  };
  /** Sends a message at once. */
  "POST /api/v1/alert-channels/{id}/test": {
    path: { id: string };
    query: Nothing;
    body: undefined;
    answer: TestResult;
  };
}
