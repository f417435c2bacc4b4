package io.freshet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.server.config.SettingsLoader.Sources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsLoaderTest {

    private static Settings load(String yaml) throws BadSettingsException {
        return SettingsLoader.load(new Sources("freshet.yaml", yaml, Map.of(), List.of()));
    }

    private static Settings load(String yaml, Map<String, String> environment)
            throws BadSettingsException {
        return SettingsLoader.load(new Sources("freshet.yaml", yaml, environment, List.of()));
    }

    private static void assertProblem(String yaml, String message) {
        assertThatThrownBy(() -> load(yaml)).isInstanceOf(BadSettingsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everythingHasADefault() throws BadSettingsException {
        Settings settings = load("");
        assertThat(settings.rtmp().listen()).isEqualTo(new Listen("0.0.0.0", 1935));
        assertThat(settings.rtmp().messageBytesMax()).isEqualTo(8 << 20);
        assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.apps()).containsOnlyKeys("live");
        AppSettings live = settings.app("live").orElseThrow();
        assertThat(live.flushInterval().withVideo()).isTrue();
        assertThat(live.hls().partDuration()).isEqualTo(Duration.ofMillis(500));
        assertThat(live.publishKeys()).isEmpty();
    }

    @Test
    void theReferenceItselfIsTheDefaults() throws BadSettingsException {
        assertThat(load(Reference.yaml())).isEqualTo(load(""));
        String uncommented = Reference.yaml().lines().skip(2)
                .map(line -> line.startsWith("#") ? line.substring(1) : line)
                .reduce("", (a, b) -> a + b + "\n");
        // Where each value was written is another place then.
        assertThat(load(uncommented)).usingRecursiveComparison().ignoringFields("written")
                .isEqualTo(load(""));
    }

    @Test
    void whatHoldsIsToldWithWhoSaidSoAndSecretsAreNot() throws BadSettingsException {
        Settings settings = load("""
                control: {admin-password: very secret}
                database: {password: also secret}
                apps: {live: {publish-keys: [abc, def], takeover: newest}}
                """);
        assertThat(settings.effective().toString()).contains("***")
                .doesNotContain("very secret").doesNotContain("abc").doesNotContain("def,");
        assertThat(settings.toString()).doesNotContain("very secret")
                .doesNotContain("also secret").doesNotContain("abc");
        assertThat(settings.effective()).anySatisfy(each -> {
            assertThat(each.key()).isEqualTo("apps.live.takeover");
            assertThat(each.value()).isEqualTo("newest");
            assertThat(each.source()).endsWith(":3");
        }).anySatisfy(each -> {
            assertThat(each.key()).isEqualTo("database.url");
            assertThat(each.source()).isEqualTo("default");
        });
        assertThatThrownBy(() -> load("database: {url: \"jdbc:postgresql://h/d?password=x\"}"))
                .isInstanceOf(BadSettingsException.class).hasMessageContaining("database.password");
    }

    @Test
    void valuesOfAFileAreTaken() throws BadSettingsException {
        Settings settings = load("""
                profile: small
                rtmp: {listen: "[::1]:0", message-bytes-max: 1MiB}
                rtmps: {listen: off}
                transport: io_uring
                apps:
                  radio:
                  school:
                    flush-interval: 100ms
                    takeover: newest
                    publish-keys: [a, b]
                """);
        assertThat(settings.profile()).isEqualTo(Profile.SMALL);
        assertThat(settings.rtmp().listen()).isEqualTo(new Listen("::1", 0));
        assertThat(settings.rtmp().tlsListen().isOn()).isFalse();
        assertThat(settings.transport()).isEqualTo(Transport.IO_URING);
        assertThat(settings.apps()).containsOnlyKeys("live", "radio", "school");
        AppSettings school = settings.app("school").orElseThrow();
        assertThat(school.flushInterval().every()).isEqualTo(Duration.ofMillis(100));
        assertThat(school.takeover()).isEqualTo(AppSettings.Takeover.NEWEST);
        assertThat(school.publishKeys()).containsExactly("a", "b");
        assertThat(school).asString().doesNotContain("a, b");
    }

    @Test
    void aVariableOverridesTheFileAndTheCommandLineBoth() throws BadSettingsException {
        Map<String, String> environment = Map.of("FRESHET_RTMP_LISTEN", ":1", "HOME", "/root",
                "FRESHET_LOOPS", "3", "FRESHET_APPS_MY_APP_HLS_ENABLED", "false",
                "FRESHET_APPS_OTHER_INPUTS", "2", "FRESHET_PORT", "tcp://10.0.0.1:8080",
                "FRESHET_EDGE_SERVICE_HOST", "10.0.0.2");
        Settings settings = SettingsLoader.load(new Sources("f", "loops: 1\napps: {My-App: {}}",
                environment, List.of("loops=5", "apps.live.hls.window-segments=9")));
        assertThat(settings.rtmp().listen()).isEqualTo(new Listen("0.0.0.0", 1));
        assertThat(settings.loops()).isEqualTo(5);
        assertThat(settings.apps()).containsOnlyKeys("live", "My-App", "other");
        assertThat(settings.app("My-App").orElseThrow().hls().enabled()).isFalse();
        assertThat(settings.app("live").orElseThrow().hls().windowSegments()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "rtmp: {lisen: a}         | freshet.yaml:1: rtmp.lisen: unknown key; the nearest is rtmp.l",
        "rtmp: 1935               | rtmp: is a section; its keys are rtmp.listen, rtmp.message",
        "hls: {enabled: true}     | hls.enabled: unknown key; the nearest is apps.live.hls.enabled",
        "apps: {tv: {takover: x}} | apps.tv.takover: unknown key; the nearest is apps.tv.take",
        "apps: {tv: 3}            | apps.tv: unknown key",
        "apps: {api: {inputs: 1}} | apps.api: app api is reserved",
        "apps: {a b: {inputs: 1}} | apps.a b: app has a character that is not allowed",
        "rtmp: {listen: 1935}     | rtmp.listen: '1935' is not HOST:PORT, [IPV6]:PORT or off",
        "rtmp: {listen: `a:99999`}| port 99999, at most 65535",
        "rtmp: {listen: }         | freshet.yaml:1: rtmp.listen: has no value",
        "rtmp: {listen: [a, b]}   | rtmp.listen: a list is not one value",
        "loops: many              | loops: 'many' is not a whole number, 0 to 256",
        "loops: 257               | loops: 257 is out of range, 0 to 256",
        "drain-timeout: 30        | drain-timeout: '30' is not a duration: write a number and ms",
        "drain-timeout: 2h        | drain-timeout: 2h is out of range, 0s to 1h",
        "http: {body-bytes-max: 8MB} | '8MB' is not a size: write a number and B, KiB, MiB or GiB",
        "profile: big             | profile: 'big' is not one of normal, small",
        "tls: {certificate: a.pem}| tls.certificate 'a.pem' and tls.key '' must be given both",
        "apps: {live: {hls: {part-duration: 2s}}} | must be shorter than hls.segment-duration",
        "apps: {live: {flush-interval: 5ms}} | interval: 5ms is out of range, 10ms to 350ms",
        "http: {listen: `:1935`}  | http.listen: 0.0.0.0:1935 has the same port as rtmp.listen",
        "rtmp: &a {x: *a}         | too deep",
        "rtmp: {listen            | freshet.yaml:1: not YAML",
        "just words               | not settings",
    })
    void whatIsWrongIsNamed(String yaml, String message) {
        assertProblem(yaml.replace('`', '"'), message);
    }

    @Test
    void aProblemNamesItsLineAndAllProblemsAreTold() {
        assertProblem("loops: 1\n\nrtmp:\n  listen: no\n  sessions-max: 0\n",
                "freshet.yaml:4: rtmp.listen: 'no' is not");
        assertProblem("loops: 1\n\nrtmp:\n  listen: no\n  sessions-max: 0\n",
                "freshet.yaml:5: rtmp.sessions-max: 0 is out of range, 1 to 1000000");
    }

    @Test
    void aKeyThatStandsTwiceIsAnError() {
        assertProblem("loops: 1\nprofile: small\nloops: 2", "freshet.yaml:3: loops: is already in");
    }

    @Test
    void anUnknownVariableIsAnErrorWithItsNearestKey() {
        assertThatThrownBy(() -> load("", Map.of("FRESHET_RTMP_LISTN", "x")))
                .hasMessage("FRESHET_RTMP_LISTN: rtmp.listn: unknown key;"
                        + " the nearest is rtmp.listen");
        assertThatThrownBy(() -> load("", Map.of("FRESHET_LOOPS", "x")))
                .hasMessageContaining("FRESHET_LOOPS: loops: 'x' is not");
    }

    @Test
    void aClusterNeedsASecretAndNamesThatFitEverywhere() throws BadSettingsException {
        assertThat(load("").cluster().isOn()).isFalse();
        ClusterSettings cluster = load("""
                cluster:
                  nats: [nats://a:4222, tls://b:4222]
                  secret: sixteen letters or more
                  roles: [edge]
                  traffic-max: 1MiB
                  addresses: [http=https://edge.example.com]
                """).cluster();
        assertThat(cluster.isOn()).isTrue();
        assertThat(cluster.self().roles()).containsExactly("edge");
        assertThat(cluster.self().trafficBps()).isEqualTo(8L << 20);
        assertThat(cluster.self().addresses()).containsEntry("http", "https://edge.example.com");
        assertThat(cluster.toString()).doesNotContain("sixteen");
        assertProblem("cluster: {nats: [nats://a:4222]}", "cluster.secret is missing");
        assertProblem("cluster: {secret: short}", "fewer than 16");
        assertProblem("cluster: {nats: [\"http://a\"]}", "is not nats://HOST:PORT");
        assertProblem("cluster: {region: Europe}", "cluster.region: 'Europe'");
        assertProblem("cluster: {roles: [viewer]}", "'viewer' is not one of");
        assertProblem("cluster: {addresses: [\"http=edge/path\"]}", "without a path");
    }
}
