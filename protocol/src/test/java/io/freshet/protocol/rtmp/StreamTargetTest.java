package io.freshet.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.BadNameException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamTargetTest {

    @Test
    void appAndNameAreTheKey() throws BadNameException {
        assertKey("live", "cam", "live/cam");
        assertKey("live/", "cam", "live/cam");
        assertKey("/live", "cam", "live/cam");
    }

    @Test
    void instanceOfTheAppIsALevelOfTheName() throws BadNameException {
        assertKey("live/room", "cam", "live/room/cam");
        assertKey("live", "room/cam", "live/room/cam");
        assertKey("live/_definst_", "cam", "live/cam");
    }

    @Test
    void parametersOfTheNameComeBeforeThoseOfAppAndTcUrl() throws BadNameException {
        StreamTarget target = StreamTarget.of(connect("live?a=2&b=2", "rtmp://h/live?a=3&b=3&c=3"),
                "cam?a=1&d=x%3Dy+%C3%A4&e&=f");
        assertThat(target.key()).hasToString("live/cam");
        assertThat(target.parameters().all()).containsOnly(Map.entry("a", "1"),
                Map.entry("b", "2"), Map.entry("c", "3"),
                Map.entry("d", "x=y+\u00e4"), Map.entry("e", ""));
    }

    @Test
    void valuesAreNotPrinted() throws BadNameException {
        StreamTarget target = StreamTarget.of(connect("live?token=s3cret",
                "rtmp://user:s3cret@h/live?token=s3cret"), "cam?key=s3cret");
        RtmpConnect connect = connect("live?token=s3cret", "rtmp://user:s3cret@h/live?t=s3cret");
        assertThat(target.toString() + connect).doesNotContain("s3cret")
                .contains("[").contains("rtmp://h/live");
    }

    @Test
    void parametersAreBounded() {
        assertBad("cam?" + "a".repeat(65) + "=1", "longer");
        assertBad("cam?a=" + "b".repeat(2049), "longer");
        assertBad("cam?a=" + "b".repeat(40_000), "too long");
        StringBuilder many = new StringBuilder("cam?x=1");
        for (int i = 0; i < 16; i++) {
            many.append("&a").append(i).append("=1");
        }
        assertBad(many.toString(), "more than 16");
        assertBad("cam?a=%4", "percent");
        assertBad("cam?a=%g0", "percent");
    }

    @Test
    void namesAreChecked() {
        assertBad("a b", "character");
        assertBad("", "empty level");
        assertBad("a/b/c/d", "levels");
        assertBad("cam.flv", ".flv");
    }

    private static void assertKey(String app, String name, String key) throws BadNameException {
        assertThat(StreamTarget.of(connect(app, "rtmp://h/" + app), name).key()).hasToString(key);
    }

    private static void assertBad(String name, String why) {
        assertThatThrownBy(() -> StreamTarget.of(connect("live", ""), name))
                .isInstanceOf(BadNameException.class).hasMessageContaining(why);
    }

    private static RtmpConnect connect(String app, String tcUrl) {
        return new RtmpConnect(app, tcUrl, "", 0, RtmpCapabilities.NONE);
    }
}
