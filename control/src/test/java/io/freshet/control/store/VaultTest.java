package io.freshet.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("secret.key");
    }

    private Vault vault() {
        return new Vault(file(), true);
    }

    @Test
    void whatIsSealedIsOpenedInItsPlaceAlone() {
        Vault vault = vault();
        String sealed = vault.seal("whsec_abc", "webhook 1");
        assertThat(sealed).startsWith("enc1.").doesNotContain("abc");
        assertThat(vault.seal("whsec_abc", "webhook 1")).isNotEqualTo(sealed);
        assertThat(vault().open(sealed, "webhook 1")).contains("whsec_abc");
        assertThat(vault.unreadable()).isZero();
        assertThat(vault.open(sealed, "webhook 2")).isEmpty();
        assertThat(vault.unreadable()).isEqualTo(1);
    }

    @Test
    void theKeyIsMadeOnceForItsOwnerAlone() throws IOException {
        assertThat(vault().open("plain", "x")).contains("plain");
        assertThat(file()).doesNotExist();
        String sealed = vault().seal("a", "x");
        assertThat(Files.getPosixFilePermissions(file())).containsOnly(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        String key = Files.readString(file());
        vault().seal("b", "x");
        assertThat(Files.readString(file())).isEqualTo(key);
        assertThat(vault().open(sealed, "x")).contains("a");
    }

    @Test
    void withoutTheKeyNothingIsOpenedAndNoOtherIsMade() throws IOException {
        String sealed = vault().seal("a", "x");
        Files.delete(file());
        Vault without = vault();
        assertThat(without.open(sealed, "x")).isEmpty();
        assertThat(without.open(sealed, "x")).isEmpty();
        assertThat(without.unreadable()).isEqualTo(1);
        assertThat(file()).doesNotExist();
        without.seal("b", "y");
        assertThat(without.open(sealed, "x")).isEmpty();
    }

    @Test
    void aChangedTextIsNone() {
        String sealed = vault().seal("some secret", "x");
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            if (changed.startsWith("enc1.")) {
                assertThat(vault().open(changed, "x")).as(changed).isEmpty();
            }
            if (i >= 5) {
                assertThat(vault().open(sealed.substring(0, i), "x")).isEmpty();
            }
        }
    }

    @Test
    void aKeyThatTheSettingsNameIsNeverMade() throws IOException {
        Vault named = new Vault(file(), false);
        assertThatThrownBy(() -> named.seal("a", "x")).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is no");
        Files.writeString(file(), "short");
        assertThatThrownBy(() -> named.seal("a", "x")).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("32 bytes in base64");
    }
}
