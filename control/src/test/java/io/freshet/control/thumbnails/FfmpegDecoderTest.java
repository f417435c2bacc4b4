package io.freshet.control.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.media.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("clients")
class FfmpegDecoderTest {

    private final FfmpegDecoder decoder = FfmpegDecoder.find(System.getenv("PATH")).orElseThrow();

    private static Bytes mp4(String source, String... coding)
            throws IOException, InterruptedException {
        String[] words = ("ffmpeg -v error -f lavfi -i " + source + " -frames:v 1 "
                + String.join(" ", coding)
                + " -movflags frag_keyframe+empty_moov+default_base_moof -f mp4 pipe:1").split(" ");
        Process made = new ProcessBuilder(words).redirectError(Redirect.INHERIT).start();
        Bytes file = Bytes.wrap(made.getInputStream().readAllBytes());
        assertThat(made.waitFor()).isZero();
        return file;
    }

    private static BufferedImage picture(Bytes jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg.toArray()));
    }

    @ParameterizedTest
    @CsvSource({"libx264, 1280x720, 320, 180", "libx265, 1280x720, 320, 180",
            "libvpx-vp9, 640x360, 320, 180", "libaom-av1, 640x360, 320, 180",
            "libx264, 160x120, 160, 120", "libx264, 720x1280, 320, 568"})
    void picturesOfEveryCodecBecomeSmallJpegs(String codec, String size, int width, int height)
            throws Exception {
        BufferedImage small = picture(decoder.jpeg(mp4("smptebars=s=" + size, "-c:v", codec)));
        assertThat(small.getWidth()).isEqualTo(width);
        assertThat(small.getHeight()).isEqualTo(height);
        // The bars begin with grey and end with blue.
        int left = small.getRGB(4, height / 3);
        int right = small.getRGB(width - 5, height / 3);
        assertThat(left >> 16 & 255).as("red on the left").isGreaterThan(150);
        assertThat(right >> 16 & 255).as("red on the right").isLessThan(60);
        assertThat(right & 255).as("blue on the right").isGreaterThan(150);
    }

    @Test
    void tenBitsAreShownInEight() throws Exception {
        assertThat(picture(decoder.jpeg(mp4("smptebars=s=640x360", "-c:v", "libx264",
                "-pix_fmt", "yuv420p10le"))).getWidth()).isEqualTo(320);
    }

    @Test
    void whatCannotBeDecodedIsAnErrorAndNothingElse() {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        assertThatThrownBy(() -> decoder.jpeg(Bytes.wrap(noise)))
                .isInstanceOf(IOException.class).hasMessageContaining("cannot decode");
    }

    @Test
    void damagedPicturesEndInAPictureOrAnError() throws Exception {
        byte[] good = mp4("testsrc2=s=320x240", "-c:v", "libx264").toArray();
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i < 5; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(decoder.jpeg(Bytes.wrap(bad)).length()).isPositive();
            } catch (IOException expected) {
                assertThat(expected).hasMessageContaining("FFmpeg");
            }
        }
    }

    @Test
    void aMachineWithoutFfmpegHasNoDecoder() {
        assertThat(FfmpegDecoder.find(Path.of("/nowhere") + ":.:")).isEmpty();
    }
}
