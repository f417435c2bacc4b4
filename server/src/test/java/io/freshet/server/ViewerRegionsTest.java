package io.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.config.WatchSettings.Places;
import io.freshet.testkit.LocationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerRegionsTest {

    private static final List<String> RANGES = List.of("campus=192.0.2.0/28");
    private static final List<String> CODES =
            List.of("eu=continent:EU", "us=country:US", "west=subdivision:US-CA");

    private @TempDir Path folder = Path.of("");
    private int writes;

    private static byte[] database(String country) {
        return new LocationFile(28, true)
                .put("192.0.2.0/24", LocationFile.record("EU", "DE", ""))
                .put("198.51.100.0/24", LocationFile.record("NA", "US", "CA"))
                .put("2001:db8::/32", LocationFile.record("XX", country, "")).bytes();
    }

    private Path write(byte[] bytes) throws IOException {
        Path next = folder.resolve("next");
        Files.write(next, bytes);
        // Whatever the resolution of the file system's clock is.
        Files.setLastModifiedTime(next, FileTime.fromMillis(
                1_700_000_000_000L + 5_000L * writes++));
        return Files.move(next, folder.resolve("places.mmdb"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Places places(List<String> codes) {
        return new Places(RANGES, folder.resolve("places.mmdb").toString(), codes);
    }

    @Test
    void rangesWinOverTheDatabaseAndWhomNobodyKnowsIsElsewhere() throws Exception {
        write(database("US"));
        ViewerRegions regions = ViewerRegions.open(places(CODES));
        assertThat(regions.now().of("192.0.2.3")).isEqualTo("campus");
        assertThat(regions.now().of("192.0.2.200")).isEqualTo("eu");
        assertThat(regions.now().of("198.51.100.1")).isEqualTo("west");
        assertThat(regions.now().of("2001:db8::7")).isEqualTo("us");
        assertThat(regions.now().of("203.0.113.1")).isEqualTo("other");
    }

    @Test
    void aFileThatChangedIsReadAgainAndABrokenOneChangesNothing() throws Exception {
        write(database("US"));
        ViewerRegions regions = ViewerRegions.open(places(CODES));
        write(database("CA"));
        regions.look();
        assertThat(regions.now().of("2001:db8::7")).as("it may be half written").isEqualTo("us");
        regions.look();
        assertThat(regions.now().of("2001:db8::7")).isEqualTo("other");
        write(new byte[] {1, 2, 3});
        for (int look = 0; look < 4; look++) {
            regions.look();
            assertThat(regions.now().of("198.51.100.1")).isEqualTo("west");
        }
        Files.delete(folder.resolve("places.mmdb"));
        regions.look();
        regions.look();
        assertThat(regions.now().of("198.51.100.1")).isEqualTo("west");
        write(database("US"));
        regions.look();
        regions.look();
        assertThat(regions.now().of("2001:db8::7")).isEqualTo("us");
    }

    @Test
    void whatIsWrongWithTheSettingsIsSaidAndChangesNothing() throws Exception {
        assertThatThrownBy(() -> ViewerRegions.open(places(CODES)))
                .hasMessageContaining("audience.region-database").hasMessageContaining("no such");
        write(database("US"));
        ViewerRegions regions = ViewerRegions.open(places(CODES));
        assertThatThrownBy(() -> regions.prepare(places(List.of("eu=Europe"))))
                .hasMessageContaining("audience.region-codes: eu=Europe is not");
        assertThatThrownBy(() -> regions.prepare(places(List.of())))
                .hasMessageContaining("audience.region-codes is missing");
        assertThatThrownBy(() -> regions.prepare(new Places(RANGES, "", CODES)))
                .hasMessageContaining("without audience.region-database");
        assertThatThrownBy(() -> ViewerRegions.open(new Places(List.of("x"), "", List.of())))
                .isInstanceOf(StartFailure.class).hasMessageContaining("audience.regions: x");
        assertThat(regions.now().of("192.0.2.200")).isEqualTo("eu");
        Runnable step = regions.prepare(places(List.of("far=country:US")));
        assertThat(regions.now().of("192.0.2.200")).isEqualTo("eu");
        step.run();
        assertThat(regions.now().of("192.0.2.200")).isEqualTo("other");
        write(database("US"));
        assertThat(regions.now().of("198.51.100.1")).isEqualTo("far");
    }
}
