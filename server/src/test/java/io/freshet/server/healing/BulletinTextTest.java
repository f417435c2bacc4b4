package io.freshet.server.healing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.control.healing.Bulletin;
import io.freshet.control.healing.Bulletin.Patient;
import io.freshet.media.Bytes;
import io.freshet.testkit.ByteFaults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulletinTextTest {

    private static final Bulletin BULLETIN = new Bulletin("watcher", 12, true, List.of(
            new Patient("edge", "given-up", 3, true, "it does\tnot\nanswer", 5, 4, true),
            new Patient("origin", "healthy", 0, false, "", 7, 0, false)));

    @Test
    void readsBackWhatItWroteWithWordsOnOneLine() {
        assertThat(BulletinText.read(BulletinText.write(BULLETIN))).hasValue(new Bulletin(
                "watcher", 12, true, List.of(
                        new Patient("edge", "given-up", 3, true, "it does not answer", 5, 4, true),
                        new Patient("origin", "healthy", 0, false, "", 7, 0, false))));
    }

    @Test
    void ofVeryManyNodesThoseInTroubleAreTold() {
        List<Patient> many = IntStream.range(0, 5_000).mapToObj(i -> new Patient("n" + i,
                i == 4_999 ? "suspect" : "healthy", 0, false, "x".repeat(400), 1, 1, false))
                .toList();
        Bytes text = BulletinText.write(new Bulletin("n0", 1, false, many));
        assertThat(text.length()).isLessThan(256 << 10);
        assertThat(BulletinText.read(text).orElseThrow().nodes()).hasSize(1_000)
                .anyMatch(each -> each.node().equals("n4999"));
    }

    @Test
    void whatIsCutOrDamagedIsReadOrPassedOver() {
        byte[] good = BulletinText.write(BULLETIN).toArray();
        ByteFaults.cutAtEveryByte(good).forEach(BulletinTextTest::read);
        ByteFaults.damaged(good, 500, 3).forEach(BulletinTextTest::read);
        read("\t\t\t".getBytes(StandardCharsets.UTF_8));
        read(new byte[0]);
    }

    private static void read(byte[] bytes) {
        assertThat(BulletinText.read(Bytes.wrap(bytes))).isNotNull();
    }

    @Test
    void aStreamIsReadFromItsLineOrPassedOver() {
        Carried carried = new Carried("live/a/b", true, false, 3, 12_345, true);
        assertThat(Carried.parse(carried.line())).hasValue(carried);
        assertThat(Carried.parse("live/a live=yes")).isEmpty();
        assertThat(Carried.parse("")).isEmpty();
    }
}
