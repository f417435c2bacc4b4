package io.freshet.cluster.nats;

import io.freshet.net.tls.ClientCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Somebody who signs certificates: made with `keytool`, kept in a folder.
///
/// Threading: confined to the test.
///
/// @param folder with `ca.p12`, and `ca.pem` for those who trust it
record TestAuthority(Path folder) {

    private static final String PASSWORD = "changeit";

    static TestAuthority make(Path folder) throws Exception {
        TestAuthority made = new TestAuthority(Files.createDirectories(folder));
        made.keytool("ca", "-genkeypair", "-dname", "CN=test authority", "-ext", "bc:c",
                "-keyalg", "EC", "-groupname", "secp256r1");
        Files.writeString(made.file(), pem("CERTIFICATE",
                made.store("ca").getCertificate("ca").getEncoded()));
        return made;
    }

    /// PEM, for those who trust it.
    Path file() {
        return folder.resolve("ca.pem");
    }

    /// Makes `NAME.pem` and `NAME.key`.
    ///
    /// @param host as in `ip:127.0.0.1` or `dns:nats.example`
    void sign(String name, String host) throws Exception {
        keytool(name, "-genkeypair", "-dname", "CN=" + name, "-keyalg", "EC", "-groupname",
                "secp256r1");
        keytool(name, "-certreq", "-file", folder.resolve(name + ".csr").toString());
        keytool("ca", "-gencert", "-rfc", "-ext", "san=" + host, "-infile",
                folder.resolve(name + ".csr").toString(), "-outfile",
                folder.resolve(name + ".pem").toString());
        Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", store(name)
                .getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    /// What was signed under that name replaces what another has under it.
    void giveTo(TestAuthority other, String name) throws IOException {
        for (String file : List.of(name + ".key", name + ".pem")) {
            Files.copy(folder.resolve(file), other.folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// For a server's configuration.
    String tls(String name) {
        return "tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(
                folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    /// The same for one that lets nobody in without a certificate of this authority.
    String mutualTls(String name) {
        return tls(name).replace(" }", ", ca_file: \"" + file() + "\", verify: true }");
    }

    /// Who has what was signed under that name.
    ClientCertificate client(String name) throws IOException {
        return new ClientCertificate(folder.resolve(name + ".pem"),
                folder.resolve(name + ".key"));
    }

    private void keytool(String alias, String command, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command,
                "-alias", alias, "-keystore", folder.resolve(alias + ".p12").toString(),
                "-storetype", "PKCS12", "-storepass", PASSWORD));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(words + ": "
                    + Files.readString(folder.resolve("keytool.log")));
        }
    }

    private KeyStore store(String alias) throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(folder.resolve(alias + ".p12").toFile(),
                PASSWORD.toCharArray());
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + what + "-----\n";
    }
}
