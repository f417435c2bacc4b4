package io.freshet.format.flv;

import io.freshet.media.Bytes;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.Tracks;
import io.freshet.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The header that Enhanced RTMP gives audio and video bodies alike, for one track.
///
/// ```
/// FFFF PPPP                          first byte: flags of the kind, packet type
/// while P = 7: size-1 (8), data, MMMM PPPP      ModEx; size-1 = 255: size-1 (16) follows
/// if P = multitrack: TTTT PPPP       0 one track, 1 many, 2 many of many codecs
/// fourCC (32)                        T = 2: before each track
/// track number (8)                   multitrack only
/// size (24)                          T = 1 or 2
/// ```
///
/// @param packetType as the kind defines it, never ModEx or multitrack
/// @param fourCc     the codec's letters
/// @param number     0 if the message has no track number
/// @param offsetNs   added to the message's timestamp, 0 to 999 999
/// @param ptsNs      what PTS has beyond its whole millisecond, ns; -1: `offsetNs` holds for both
///
/// Ours alone: a TimestampOffsetNano of 6 bytes, whose second three are `ptsNs`. The
/// specification asks for 3 or more, so that others read the first and skip the rest.
///
/// Spec: Enhanced RTMP v2, ExAudioTagHeader, ExVideoTagHeader
record ExHeader(int packetType, int fourCc, int number, int offsetNs, int ptsNs) {

    static final int MOD_EX = 7;
    private static final int TIMESTAMP_OFFSET_NANO = 0;
    private static final int ONE_TRACK = 0;
    private static final int MANY_CODECS = 2;
    /// One is defined; a message needs each kind once.
    private static final int MAX_MOD_EX = 8;
    private static final int MAX_OFFSET_NS = 999_999;

    /// One track's share of a message.
    record Part(ExHeader header, Bytes data) {
    }

    /// Reads a whole body; `multitrack` is the packet type that says so in this kind.
    static List<Part> parse(Bytes body, int multitrack)
            throws MalformedMediaException, UnsupportedMediaException {
        return new Parser(body, multitrack).parts();
    }

    /// The header, and `extra` bytes of 0 behind it for the caller to fill.
    ///
    /// @param flags      high four bits of the first byte
    /// @param multitrack the packet type that says so in this kind
    byte[] write(int flags, int multitrack, int extra) {
        int modExBytes = offsetNs == 0 && ptsNs < 0 ? 0 : ptsNs < 0 ? 5 : 8;
        int trackBytes = number == 0 ? 0 : 2;
        ByteBuffer out = ByteBuffer.allocate(5 + modExBytes + trackBytes + extra);
        int first = number == 0 ? packetType : multitrack;
        if (modExBytes > 0) {
            out.put((byte) (flags << 4 | MOD_EX)).put((byte) (modExBytes - 3));
            putU24(out, offsetNs);
            if (ptsNs >= 0) {
                putU24(out, ptsNs);
            }
            out.put((byte) (TIMESTAMP_OFFSET_NANO << 4 | first));
        } else {
            out.put((byte) (flags << 4 | first));
        }
        if (number != 0) {
            out.put((byte) (ONE_TRACK << 4 | packetType));
        }
        out.putInt(fourCc);
        if (number != 0) {
            out.put((byte) number);
        }
        return out.array();
    }

    private static void putU24(ByteBuffer out, int value) {
        out.put((byte) (value >> 16)).putShort((short) value);
    }

    /// One pass over one body.
    private static final class Parser {

        private final Bytes body;
        private final int multitrack;
        private int at = 1;
        private int offsetNs;
        private int ptsNs = -1;

        Parser(Bytes body, int multitrack) {
            this.body = body;
            this.multitrack = multitrack;
        }

        List<Part> parts() throws MalformedMediaException, UnsupportedMediaException {
            int packetType = body.at(0) & 15;
            for (int count = 0; packetType == MOD_EX; count++) {
                if (count == MAX_MOD_EX) {
                    throw bad("more than " + MAX_MOD_EX + " ModEx");
                }
                packetType = modEx();
            }
            if (packetType == multitrack) {
                return tracks();
            }
            ExHeader header = new ExHeader(packetType, u(4), 0, offsetNs, ptsNs);
            return List.of(new Part(header, rest()));
        }

        /// Answers the packet type that follows.
        private int modEx() throws MalformedMediaException {
            int size = u(1) + 1;
            if (size == 256) {
                size = u(2) + 1;
            }
            int from = at;
            skip(size);
            int types = u(1);
            if (types >> 4 == TIMESTAMP_OFFSET_NANO && size >= 3) {
                int end = at;
                at = from;
                offsetNs = Math.min(u(3), MAX_OFFSET_NS);
                ptsNs = size >= 6 ? Math.min(u(3), MAX_OFFSET_NS) : -1;
                at = end;
            }
            return types & 15;
        }

        private List<Part> tracks() throws MalformedMediaException, UnsupportedMediaException {
            int types = u(1);
            int how = types >> 4;
            int packetType = types & 15;
            if (packetType == multitrack || packetType == MOD_EX) {
                throw bad("packet type " + packetType + " inside a multitrack message");
            }
            if (how > MANY_CODECS) {
                throw new UnsupportedMediaException("multitrack type " + how);
            }
            int fourCc = how == MANY_CODECS ? 0 : u(4);
            if (how == ONE_TRACK) {
                ExHeader header = new ExHeader(packetType, fourCc, u(1), offsetNs, ptsNs);
                return List.of(new Part(header, rest()));
            }
            List<Part> parts = new ArrayList<>();
            while (at < body.length()) {
                if (parts.size() == Tracks.MAX_COUNT) {
                    throw bad("more than " + Tracks.MAX_COUNT + " tracks in a message");
                }
                int codec = how == MANY_CODECS ? u(4) : fourCc;
                ExHeader header = new ExHeader(packetType, codec, u(1), offsetNs, ptsNs);
                int size = u(3);
                int from = at;
                skip(size);
                parts.add(new Part(header, body.slice(from, size)));
            }
            return parts;
        }

        private Bytes rest() {
            return body.slice(at, body.length() - at);
        }

        private int u(int bytes) throws MalformedMediaException {
            int from = at;
            skip(bytes);
            int value = 0;
            for (int i = from; i < at; i++) {
                value = value << 8 | body.at(i);
            }
            return value;
        }

        private void skip(int bytes) throws MalformedMediaException {
            if (bytes > body.length() - at) {
                throw bad("enhanced header cut short");
            }
            at += bytes;
        }

        private MalformedMediaException bad(String what) {
            return new MalformedMediaException("FLV: " + what, at);
        }
    }
}
