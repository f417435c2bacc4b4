package io.freshet.tools.wire;

import io.freshet.media.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Finds the messages of an RTMP server, cut anywhere, and passes over the bodies of media.
///
/// Set Chunk Size is obeyed here and not handed on. That an extended timestamp is repeated before
/// each further chunk of a message is taken for granted, as all servers do that.
///
/// Threading: confined to its connection.
///
/// Spec: Adobe RTMP 1.0, 5.3.1 and 5.4.
public final class ChunkScanner implements MessageView {

    private static final int SET_CHUNK_SIZE = 1;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};
    private static final int LONGEST_HEADER_BYTES = 18;
    private static final int EXTENDED = 0xFF_FFFF;
    /// What servers use: 2 to 8 and a few more.
    private static final int LANES_MAX = 64;
    /// The answer to connect is the longest of them, some hundred bytes.
    private static final int OTHER_BYTES_MAX = 64 << 10;

    private final ByteBuffer piece = ByteBuffer.allocate(LONGEST_HEADER_BYTES);
    private ChunkLane[] lanes = new ChunkLane[0];
    private int chunkBytes = 128;
    private ChunkLane lane = ChunkLane.NONE;
    private int chunkLeft;

    /// Reads all of `in`.
    ///
    /// @throws PeerFault if it is no RTMP, or if `out` throws
    public void read(ByteBuffer in, MessageListener out) throws PeerFault {
        while (in.hasRemaining()) {
            if (lane == ChunkLane.NONE && !header(in)) {
                return;
            }
            int count = Math.min(chunkLeft, in.remaining());
            lane.take(in, count);
            chunkLeft -= count;
            if (chunkLeft == 0) {
                endChunk(out);
            }
        }
    }

    private void endChunk(MessageListener out) throws PeerFault {
        ChunkLane ended = lane;
        if (ended.left > 0) {
            lane = ChunkLane.NONE;
            return;
        }
        ended.open = false;
        try {
            if (ended.isMedia()) {
                out.onMedia(this);
            } else if (ended.type == SET_CHUNK_SIZE) {
                setChunkSize(ended.body());
            } else {
                out.onOther(ended.type, ended.body());
            }
        } finally {
            lane = ChunkLane.NONE;
        }
    }

    private void setChunkSize(Bytes body) throws PeerFault {
        int size = body.length() < 4 ? 0 : body.buffer().getInt();
        if (size < 1) {
            throw new PeerFault("bad chunk size");
        }
        chunkBytes = Math.min(size, 1 << 24);
    }

    /// Gathers bytes until they are a header; true if one is whole and its chunk begins.
    private boolean header(ByteBuffer in) throws PeerFault {
        while (in.hasRemaining()) {
            int wanted = wanted();
            int count = Math.min(wanted - piece.position(), in.remaining());
            piece.put(piece.position(), in, in.position(), count);
            piece.position(piece.position() + count);
            in.position(in.position() + count);
            if (piece.position() == wanted && wanted() == wanted) {
                begin(wanted);
                piece.clear();
                return true;
            }
        }
        return false;
    }

    /// How long the header is, as far as the bytes tell that are here.
    private int wanted() throws PeerFault {
        int here = piece.position();
        if (here == 0) {
            return 1;
        }
        int basic = basicBytes();
        int plain = basic + HEADER_BYTES[format()];
        if (here < plain) {
            return plain;
        }
        boolean extended = format() < 3 ? u24(basic) == EXTENDED : lane(id(basic)).extended;
        return extended ? plain + 4 : plain;
    }

    private void begin(int length) throws PeerFault {
        int basic = basicBytes();
        int format = format();
        ChunkLane of = lane(id(basic));
        if (format < 3) {
            of.extended = u24(basic) == EXTENDED;
        }
        int time = of.extended ? piece.getInt(length - 4) : format < 3 ? u24(basic) : 0;
        if (format < 2) {
            int bytes = u24(basic + 3);
            int type = piece.get(basic + 6) & 0xFF;
            if (of.open && (bytes != of.bytes || type != of.type)) {
                throw new PeerFault("a message inside a message");
            }
            of.bytes = bytes;
            of.type = type;
        }
        if (!of.open) {
            int delta = format == 3 ? of.deltaMs : time;
            of.timestampMs = format == 0 ? time : of.timestampMs + delta;
            of.deltaMs = delta;
            if (!of.isMedia() && of.bytes > OTHER_BYTES_MAX) {
                throw new PeerFault("a command of " + of.bytes + " bytes");
            }
            of.begin();
        }
        lane = of;
        chunkLeft = Math.min(chunkBytes, of.left);
    }

    private int format() {
        return (piece.get(0) & 0xFF) >> 6;
    }

    private int basicBytes() {
        return switch (piece.get(0) & 0x3F) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    private int id(int basic) {
        return switch (basic) {
            case 2 -> 64 + (piece.get(1) & 0xFF);
            case 3 -> 64 + (piece.get(1) & 0xFF) + ((piece.get(2) & 0xFF) << 8);
            default -> piece.get(0) & 0x3F;
        };
    }

    private int u24(int at) {
        return (piece.get(at) & 0xFF) << 16 | (piece.get(at + 1) & 0xFF) << 8
                | piece.get(at + 2) & 0xFF;
    }

    private ChunkLane lane(int id) throws PeerFault {
        for (ChunkLane each : lanes) {
            if (each.id == id) {
                return each;
            }
        }
        if (lanes.length == LANES_MAX) {
            throw new PeerFault("more than " + LANES_MAX + " chunk streams");
        }
        ChunkLane opened = new ChunkLane(id);
        ChunkLane[] more = Arrays.copyOf(lanes, lanes.length + 1);
        more[lanes.length] = opened;
        lanes = more;
        return opened;
    }

    @Override
    public int type() {
        return lane.type;
    }

    @Override
    public long timestampMs() {
        return lane.timestampMs & 0xFFFF_FFFFL;
    }

    @Override
    public int bodyBytes() {
        return lane.bytes;
    }

    @Override
    public int headBytes() {
        return lane.head.count();
    }

    @Override
    public int headAt(int index) {
        return lane.head.at(index);
    }
}
