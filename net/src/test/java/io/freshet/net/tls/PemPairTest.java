package io.freshet.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PemPairTest {

    @TempDir Path folder;

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            try (InputStream in = PemPairTest.class.getResourceAsStream(name)) {
                Files.write(file, Objects.requireNonNull(in, name).readAllBytes());
            }
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({"rsa.crt,rsa-pkcs8.key", "rsa.crt,rsa-pkcs1.key", "ec.crt,ec-pkcs8.key",
            "ec.crt,ec-sec1.key", "ec.crt,ec-with-parameters.key"})
    void readsKeysInEveryFormThatOpenSslWrites(String certificate, String key) throws Exception {
        PemPair pair = PemPair.read(file(certificate), file(key));
        assertThat(pair.chain()).hasSize(1);
        assertThat(pair.toString()).doesNotContain(pair.key().toString());
        assertThat(TlsContexts.fromFiles(file(certificate), file(key)).http().get()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
            "rsa.crt, ec-pkcs8.key, ec-pkcs8.key: is no RSA key",
            "rsa.crt, rsa.crt, rsa.crt: has no PEM private key",
            "rsa-pkcs8.key, rsa-pkcs8.key, rsa-pkcs8.key: has no PEM certificate",
            "cut.crt, rsa-pkcs8.key, cut.crt: has no PEM certificate",
            "ec.crt, encrypted.key, encrypted.key: is encrypted"})
    void saysWhichFileIsWrongAndWhy(String certificate, String key, String message)
            throws Exception {
        Path first = file(certificate);
        Path second = file(key);
        assertThatThrownBy(() -> PemPair.read(first, second)).isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesOneFileThatHoldsBoth() throws Exception {
        Path both = folder.resolve("both.pem");
        Files.write(both, Files.readAllBytes(file("ec-with-parameters.key")));
        Files.write(both, Files.readAllBytes(file("ec.crt")), StandardOpenOption.APPEND);
        assertThat(PemPair.read(both, both).chain()).hasSize(1);
    }

    @Test
    void aRequestIsSignedByItsKey() throws Exception {
        SigningRequest request = SigningRequest.make(List.of("a.test", "b.test"),
                new SecureRandom());
        Path file = Files.write(folder.resolve("request.der"), request.der());
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains("a.test", "b.test");
        assertThat(request.key()).startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        TlsContexts.selfMade(other, List.of("localhost"), Instant.now());
        Path certificate = file("ec.crt");
        assertThatThrownBy(() -> PemPair.read(certificate, other.resolve("tls.key")))
                .hasMessageContaining("tls.key: is not the key of the first certificate in ")
                .hasMessageContaining("ec.crt");
    }

    @Test
    void saysThatAFileIsMissingOrTooLarge() throws Exception {
        Path certificate = file("ec.crt");
        Path missing = folder.resolve("missing.key");
        assertThatThrownBy(() -> PemPair.read(certificate, missing))
                .hasMessage(missing + ": there is no such file");
        Path large = Files.write(folder.resolve("large.key"), new byte[300_000]);
        assertThatThrownBy(() -> PemPair.read(certificate, large))
                .hasMessageContaining("is too large");
    }

    @Test
    void seesThatALinkLeadsElsewhere() throws Exception {
        Path one = file("ec.crt");
        Path two = Files.copy(one, folder.resolve("two.crt"));
        Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
        Path link = Files.createSymbolicLink(folder.resolve("link.crt"), one);
        PemPair.Stamp before = PemPair.Stamp.of(link, link);
        Files.delete(link);
        Files.createSymbolicLink(link, two);
        assertThat(PemPair.Stamp.of(link, link)).isNotEqualTo(before);
    }
}
