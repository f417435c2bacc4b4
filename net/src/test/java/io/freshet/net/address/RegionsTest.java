package io.freshet.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegionsTest {

    private static final RegionCodes CODES = RegionCodes.of(List.of("eu=continent:EU",
            "africa=continent:AF", "uk=country:GB", "us-west=subdivision:US-CA"));

    @Test
    void theNarrowestCodeDecides() {
        assertThat(CODES.of(new Location("EU", "DE", "DE-BE"))).contains("eu");
        assertThat(CODES.of(new Location("EU", "GB", "GB-ENG"))).contains("uk");
        assertThat(CODES.of(new Location("NA", "US", "US-CA"))).contains("us-west");
        assertThat(CODES.of(new Location("NA", "US", "US-NY"))).isEmpty();
        assertThat(CODES.of(Location.UNKNOWN)).isEmpty();
    }

    @Test
    void rangesAreAskedBeforeTheDatabase() {
        Regions regions = Regions.of(List.of("lab=192.0.2.0/24")).orElse(address ->
                address.equals(InetAddress.ofLiteral("198.51.100.1")) ? Optional.of("eu")
                        : Optional.empty());
        assertThat(regions.of("192.0.2.1")).isEqualTo("lab");
        assertThat(regions.of("198.51.100.1")).isEqualTo("eu");
        assertThat(regions.of("198.51.100.2")).isEqualTo(Regions.OTHER);
        assertThat(regions.of("a name")).isEqualTo(Regions.OTHER);
    }

    @Test
    void whatIsNoCodeIsRefusedInWords() {
        for (String wrong : List.of("", "eu", "eu=EU", "EU=continent:EU", "eu=continent:eu",
                "eu=country:DEU", "x=subdivision:CA", "eu=planet:X")) {
            assertThatIllegalArgumentException().isThrownBy(() -> RegionCodes.of(List.of(wrong)))
                    .withMessageContaining(wrong).withMessageContaining("NAME=continent:EU");
        }
        assertThatIllegalArgumentException().isThrownBy(() ->
                RegionCodes.of(List.of("eu=country:DE", "de=country:DE")))
                .withMessage("country:DE is there twice");
    }
}
