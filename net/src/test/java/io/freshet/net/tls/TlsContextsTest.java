package io.freshet.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsContextsTest {
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "::1");

    @TempDir Path folder;

    private X509Certificate certificate() throws Exception {
        try (InputStream in = Files.newInputStream(folder.resolve("tls.crt"))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void makesAValidCertificateOnceWithAPrivateKeyFile() throws Exception {
        Instant now = Instant.now();
        TlsContexts.selfMade(folder, HOSTS, now);
        X509Certificate made = certificate();
        made.checkValidity();
        made.verify(made.getPublicKey());
        assertThat(made.getSubjectAlternativeNames()).hasSize(3);
        assertThat(made.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("tls.key")))).isEqualTo("rw-------");
        TlsContexts.selfMade(folder, HOSTS, now);
        assertThat(certificate()).isEqualTo(made);
        TlsContexts.selfMade(folder, HOSTS, now.plus(Duration.ofDays(790)));
        assertThat(certificate()).isNotEqualTo(made);
    }

    @Test
    void readsTheFilesAgainWhenTheyChange() throws Exception {
        TlsContexts contexts = TlsContexts.selfMade(folder, HOSTS, Instant.now());
        var before = contexts.http().get();
        assertThat(contexts.reload()).isFalse();
        Files.setLastModifiedTime(folder.resolve("tls.crt"), FileTime.fromMillis(1));
        assertThat(contexts.reload()).isTrue();
        assertThat(contexts.http().get()).isNotSameAs(before);
        Files.writeString(folder.resolve("tls.crt"), "nonsense");
        assertThatThrownBy(contexts::reload).isInstanceOf(IOException.class);
        assertThat(contexts.http().get()).isNotNull();
    }

    @Test
    void usesTheNativeLibraryWhereThereIsOne() throws Exception {
        assertThat(TlsContexts.selfMade(folder, HOSTS, Instant.now()).provider())
                .containsAnyOf("BoringSSL", "JDK");
    }
}
