package io.freshet.format.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.format.aac.AdtsHeader;
import io.freshet.format.avc.AnnexB;
import io.freshet.format.hevc.HevcConfiguration;
import io.freshet.format.hevc.HevcTrack;
import io.freshet.media.AudioCodec;
import io.freshet.media.Bytes;
import io.freshet.media.Frame;
import io.freshet.media.Kind;
import io.freshet.media.MalformedMediaException;
import io.freshet.media.MediaException;
import io.freshet.media.Track;
import io.freshet.media.Traits;
import io.freshet.media.UnsupportedMediaException;
import io.freshet.media.VideoCodec;
import io.freshet.testkit.ByteFaults;
import io.freshet.testkit.SyntheticSource;
import io.freshet.testkit.ts.TsReader;
import io.freshet.testkit.ts.TsSegment;
import io.freshet.testkit.ts.TsSegment.Clock;
import io.freshet.testkit.ts.TsSegment.Unit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TsSegmentWriterTest {

    private static final TsClock PLAIN = new TsClock(0);
    private static final int VIDEO_PID = TsSegmentWriter.FIRST_PID;
    private static final int AUDIO_PID = TsSegmentWriter.FIRST_PID + 1;
    private static final long WRAP = 1L << 33;

    private static TsSegment write(List<Frame> frames, TsClock clock) throws MediaException {
        return TsReader.read(bytes(frames, clock).buffer());
    }

    private static Bytes bytes(List<Frame> frames, TsClock clock) throws MediaException {
        List<Track> tracks = new ArrayList<>();
        for (Kind kind : List.of(Kind.VIDEO, Kind.AUDIO)) {
            frames.stream().filter(frame -> frame.kind() == kind).findFirst()
                    .ifPresent(frame -> tracks.add(frame.track()));
        }
        return TsSegmentWriter.write(tracks, frames, clock);
    }

    private static List<Frame> both(int pictures, int sounds) {
        List<Frame> frames = new ArrayList<>(Samples.pictures(pictures));
        frames.addAll(Samples.sounds(sounds));
        return frames;
    }

    private static List<Frame> of(List<Frame> frames, Kind kind) {
        return frames.stream().filter(frame -> frame.kind() == kind).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac", "h264-open-gop", "mp3-mono"})
    void realFramesMakeTheKnownSegment(String name) throws MediaException, IOException {
        String dump = write(Samples.flv(name + ".flv"), new TsClock(1_000_000)).dump();
        String folder = System.getProperty("golden.write", "");
        if (!folder.isEmpty()) {
            Files.writeString(Path.of(folder, name + ".txt"), dump);
        }
        assertThat(dump).isEqualTo(
                new String(Samples.resource(name + ".txt"), StandardCharsets.UTF_8));
    }

    @Test
    void beginsWithTablesAndNamesEachStream() throws MediaException {
        TsSegment segment = write(both(3, 3), PLAIN);
        assertThat(segment.pcrPid()).isEqualTo(TsSegmentWriter.PCR_PID);
        assertThat(segment.types()).containsExactly(Map.entry(VIDEO_PID, 0x1B),
                Map.entry(AUDIO_PID, 0x0F));
    }

    @Test
    void everyPictureComesOutWithItsStampsAndADelimiter() throws MediaException {
        List<Frame> frames = Samples.pictures(60);
        List<Unit> units = write(frames, PLAIN).units(VIDEO_PID);
        assertThat(units).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            Unit unit = units.get(i);
            assertThat(unit.pts()).isEqualTo(frame.pts() % WRAP);
            assertThat(unit.dts()).isEqualTo(frame.dts() % WRAP);
            assertThat(unit.randomAccess()).isEqualTo(frame.isKey());
            List<Integer> types = AnnexB.split(unit.data().buffer()).stream()
                    .map(nal -> nal.get(0) & 31).toList();
            assertThat(types).isEqualTo(frame.isKey() ? List.of(9, 7, 8, 5) : List.of(9, 1));
            Bytes payload = unit.data().slice(
                    unit.data().length() - frame.payload().length() + 4,
                    frame.payload().length() - 4);
            assertThat(payload).isEqualTo(frame.payload().slice(4, payload.length()));
        }
    }

    @Test
    void hevcCarriesItsParameterSetsBehindItsDelimiter() throws MediaException {
        // Written by x265.
        List<Bytes> sets = List.of(
                Bytes.ofHex("40010c01ffff01600000030090000003000003003f959809"),
                Bytes.ofHex("42010101600000030090000003000003003fa00502016965959a4932bc05a020"
                    + "000003002000000303c1"),
                Bytes.ofHex("4401c172b46240"));
        Track track = HevcTrack.of(1, HevcConfiguration.of(sets).write());
        Frame key = new Frame(track, 90_000, 96_000, Frame.KEY, Bytes.ofHex("00000003 260105"), 0);
        Frame next = new Frame(track, 93_000, 93_000, 0, Bytes.ofHex("00000003 020106"), 0);
        TsSegment segment = write(List.of(key, next), PLAIN);
        assertThat(segment.types()).containsEntry(VIDEO_PID, 0x24);
        List<Integer> types = AnnexB.split(segment.units(VIDEO_PID).getFirst().data().buffer())
                .stream().map(nal -> nal.get(0) >> 1 & 63).toList();
        assertThat(types).containsExactly(35, 32, 33, 34, 19);
        assertThat(segment.units(VIDEO_PID).getLast().data())
                .isEqualTo(Bytes.ofHex("00000001 460150 00000001 020106"));
    }

    @Test
    void seiOfTheHevcConfigurationComesBehindThePicturesOwn() throws MediaException {
        Bytes light = Bytes.ofHex("4e01900403e8019080");
        List<Bytes> sets = List.of(
                Bytes.ofHex("40010c01ffff01600000030090000003000003003f959809"),
                Bytes.ofHex("42010101600000030090000003000003003fa00502016965959a4932bc05a020"
                    + "000003002000000303c1"),
                Bytes.ofHex("4401c172b46240"), light, Bytes.ofHex("5001840100"));
        Track track = HevcTrack.of(1, HevcConfiguration.of(sets).write());
        // A buffering period, which no other message may precede.
        Frame key = new Frame(track, 90_000, 96_000, Frame.KEY,
                Bytes.ofHex("00000006 4e0100018080 00000003 260105"), 0);
        Frame next = new Frame(track, 93_000, 93_000, 0, Bytes.ofHex("00000003 020106"), 0);
        TsSegment segment = write(List.of(key, next), PLAIN);
        List<ByteBuffer> nals = AnnexB.split(
                segment.units(VIDEO_PID).getFirst().data().buffer());
        assertThat(nals).extracting(nal -> nal.get(0) >> 1 & 63)
                .containsExactly(35, 32, 33, 34, 39, 39, 19);
        assertThat(nals.get(5)).isEqualTo(light.buffer());
        assertThat(segment.units(VIDEO_PID).getLast().data())
                .isEqualTo(Bytes.ofHex("00000001 460150 00000001 020106"));
    }

    @Test
    void everySoundComesOutBehindAnAdtsHeader() throws MediaException {
        List<Frame> frames = Samples.sounds(50);
        List<Unit> units = write(frames, PLAIN).units(VIDEO_PID);
        int next = 0;
        for (Unit unit : units) {
            assertThat(unit.pts()).isEqualTo(frames.get(next).ptsOn(90_000) % WRAP);
            ByteBuffer in = unit.data().buffer();
            while (in.hasRemaining()) {
                AdtsHeader header = AdtsHeader.parse(in);
                byte[] body = new byte[header.frameBytes() - AdtsHeader.BYTES];
                in.get(body);
                assertThat(Bytes.wrap(body)).isEqualTo(frames.get(next++).payload());
            }
        }
        assertThat(next).isEqualTo(frames.size());
        assertThat(units.size()).as("frames share PES packets").isLessThan(10);
    }

    @Test
    void aGapInTheSoundBeginsANewUnitWithItsOwnStamp() throws MediaException {
        List<Frame> frames = new ArrayList<>(Samples.sounds(6));
        Frame late = frames.getLast();
        frames.set(5, late.at(late.dts() + 1, late.pts() + 1));
        List<Unit> units = write(frames, PLAIN).units(VIDEO_PID);
        assertThat(units).hasSize(2);
        assertThat(units.getLast().pts()).isEqualTo(frames.get(5).ptsOn(90_000) % WRAP);
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() throws MediaException {
        List<Frame> pictures = Samples.pictures(60);
        List<Frame> sounds = Samples.sounds(90);
        Bytes expected = bytes(both(60, 90), PLAIN);
        for (long lagMs : new long[] {-700, 0, 40, 1_500}) {
            assertThat(bytes(SyntheticSource.interleaved(pictures, sounds, lagMs), PLAIN))
                    .as("lag " + lagMs).isEqualTo(expected);
        }
    }

    @Test
    void theClockRunsBeforeDecodingAndOftenEnough() throws MediaException {
        TsSegment segment = write(both(60, 94), PLAIN);
        long last = -1;
        for (TsSegment.Event event : segment.events()) {
            switch (event) {
                case Clock clock -> {
                    assertThat(clock.extension()).isZero();
                    if (last >= 0) {
                        assertThat(clock.base() - last).isBetween(1L, 9_000L);
                    }
                    last = clock.base();
                }
                case Unit unit -> assertThat(unit.dts() - last).isBetween(9_000L, 9_000L + 5_400);
            }
        }
        assertThat(segment.clocks().getFirst().base())
                .isEqualTo((Samples.pictures(1).getFirst().dts() - 9_000) % WRAP);
    }

    @Test
    void stampsWrapInTheMiddleOfASegment() throws MediaException {
        List<Frame> frames = both(60, 94);
        long middle = of(frames, Kind.VIDEO).get(31).dts();
        for (long at : new long[] {middle, middle - 1, middle + 4_500}) {
            TsClock clock = new TsClock(WRAP - at % WRAP);
            TsSegment segment = write(frames, clock);
            List<Unit> units = segment.units(VIDEO_PID);
            assertThat(units.stream().anyMatch(unit -> unit.dts() < units.getFirst().dts()))
                    .isTrue();
            for (int i = 1; i < units.size(); i++) {
                assertThat(Math.floorMod(units.get(i).dts() - units.get(i - 1).dts(), WRAP))
                        .isEqualTo(3_000);
            }
            assertThat(units).allMatch(unit -> unit.pts() < WRAP && unit.dts() < WRAP
                    && Math.floorMod(unit.pts() - unit.dts(), WRAP) <= 12_000);
            long last = -1;
            for (Clock each : segment.clocks()) {
                assertThat(last < 0 || Math.floorMod(each.base() - last, WRAP) <= 9_000).isTrue();
                last = each.base();
            }
        }
    }

    @Test
    void eachUnitLengthFillsItsPacketsExactly() throws MediaException {
        Frame template = Samples.sounds(1).getFirst();
        for (int bytes = 1; bytes < 600; bytes++) {
            Frame frame = new Frame(template.track(), template.dts(), template.pts(), Frame.KEY,
                    Bytes.wrap(new byte[bytes]), 0);
            assertThat(write(List.of(frame), PLAIN).units(VIDEO_PID).getFirst().data().length())
                    .isEqualTo(AdtsHeader.BYTES + bytes);
        }
    }

    @Test
    void aTrackWithoutFramesIsStillInTheProgram() throws MediaException {
        Bytes segment = TsSegmentWriter.write(List.of(Samples.VIDEO, Samples.AUDIO),
                Samples.pictures(2), PLAIN);
        assertThat(TsReader.read(segment.buffer()).types()).containsKey(AUDIO_PID);
        Bytes empty = TsSegmentWriter.write(List.of(Samples.VIDEO), List.of(), PLAIN);
        assertThat(TsReader.read(empty.buffer()).packets()).isEqualTo(2);
    }

    @Test
    void whatTransportStreamsDoNotCarryIsRefused() {
        Track opus = new Track(2, AudioCodec.OPUS, 48_000, Bytes.EMPTY, "opus",
                new Traits.Sound(48_000, 2, 0), "");
        assertThat(TsSegmentWriter.carries(opus)).isFalse();
        assertThat(TsSegmentWriter.carries(Samples.VIDEO)).isTrue();
        assertThatThrownBy(() -> TsSegmentWriter.write(List.of(opus), List.of(), PLAIN))
                .isInstanceOf(UnsupportedMediaException.class)
                .hasMessage("Opus in MPEG-TS");
        Frame picture = Samples.pictures(1).getFirst();
        Track changed = new Track(1, VideoCodec.HEVC, 90_000, Bytes.EMPTY, "", new Traits.None(),
                "");
        assertThatThrownBy(() -> TsSegmentWriter.write(List.of(Samples.VIDEO),
                List.of(picture.on(changed)), PLAIN))
                .isInstanceOf(UnsupportedMediaException.class);
    }

    @Test
    void lowSampleRatesAreMpeg2Audio() {
        assertThat(StreamType.of(mp3(24_000))).contains(StreamType.MPEG2_AUDIO);
        assertThat(StreamType.of(mp3(44_100))).contains(StreamType.MPEG1_AUDIO);
    }

    private static Track mp3(int sampleRateHz) {
        return new Track(2, AudioCodec.MP3, sampleRateHz, Bytes.EMPTY, "mp4a.40.34",
                new Traits.Sound(sampleRateHz, 2, 1152), "");
    }

    @Test
    void damagedFramesAreRefusedAndNothingElseHappens() {
        Frame good = Samples.pictures(1).getFirst();
        Bytes configuration = Samples.VIDEO.configuration();
        List<byte[]> configurations = new ArrayList<>(
                ByteFaults.cutAtEveryByte(configuration.toArray()));
        configurations.addAll(ByteFaults.damaged(configuration.toArray(), 500, 7));
        for (byte[] each : configurations) {
            Track track = new Track(1, VideoCodec.AVC, 90_000, Bytes.wrap(each), "",
                    Samples.VIDEO.traits(), "");
            assertFine(track, good.on(track));
        }
        Random random = new Random(11);
        for (byte[] each : ByteFaults.damaged(good.payload().slice(0, 40).toArray(), 500,
                random.nextLong())) {
            assertFine(Samples.VIDEO, new Frame(Samples.VIDEO, good.dts(), good.pts(), Frame.KEY,
                    Bytes.wrap(each), 0));
        }
    }

    private static void assertFine(Track track, Frame frame) {
        try {
            assertThat(TsSegmentWriter.write(List.of(track), List.of(frame), PLAIN).length())
                    .isPositive();
        } catch (MalformedMediaException | UnsupportedMediaException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        } catch (MediaException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void damagedSegmentsDoNotPassTheReader() throws MediaException {
        byte[] good = bytes(both(2, 2), PLAIN).toArray();
        int caught = 0;
        List<byte[]> cuts = new ArrayList<>(ByteFaults.cutAtEveryByte(good));
        Collections.reverse(cuts);
        for (byte[] each : cuts.subList(0, 187)) {
            try {
                TsReader.read(ByteBuffer.wrap(each));
            } catch (MalformedMediaException e) {
                caught++;
            }
        }
        assertThat(caught).isEqualTo(187);
    }
}
