package io.freshet.cluster.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsFileTest {

    @TempDir
    Path folder;

    private Path made() throws Exception {
        Path file = folder.resolve("user.creds");
        new TestOperator().credentials(file);
        return file;
    }

    @Test
    void itSignsWhatTheServerSends() throws Exception {
        CredentialsFile credentials = new CredentialsFile(made());
        byte[] nonce = "once".getBytes(StandardCharsets.US_ASCII);
        assertThat(credentials.sign(nonce)).hasSize(64).isEqualTo(credentials.sign(nonce));
        assertThat(new String(credentials.getJWT())).startsWith("eyJ");
    }

    @Test
    void aNewFileIsReadAtTheNextConnectionAndADamagedOneChangesNothing() throws Exception {
        Path file = made();
        CredentialsFile credentials = new CredentialsFile(file);
        String first = new String(credentials.getJWT());
        made();
        credentials.getID();
        String second = new String(credentials.getJWT());
        assertThat(second).isNotEqualTo(first);
        Files.writeString(file, "nothing");
        credentials.getID();
        assertThat(new String(credentials.getJWT())).isEqualTo(second);
    }

    @Test
    void whatCannotBeUsedIsSaidAtOnceAndWithoutWhatIsSecret() throws Exception {
        Path file = made();
        String text = Files.readString(file);
        String seed = text.lines().filter(line -> line.startsWith("SU")).findFirst().orElseThrow();
        Files.writeString(file, text.replace(seed, seed.substring(0, 30) + "AAAA"
                + seed.substring(34)));
        assertThatThrownBy(() -> new CredentialsFile(file)).isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "seed is damaged")
                .hasMessageNotContaining(seed.substring(0, 30));
        Files.writeString(file, text.replace("BEGIN NATS USER JWT", "BEGIN SOMETHING"));
        assertThatThrownBy(() -> new CredentialsFile(file))
                .hasMessageContaining("a user's JWT is missing");
        assertThatThrownBy(() -> new CredentialsFile(folder.resolve("none")))
                .isInstanceOf(IOException.class).hasMessageContaining("none");
    }
}
