package io.freshet.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketOptionsTest {

    private static final Path AVAILABLE =
            Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING"})
    void bbrIsSetWhereTheKernelHasIt(Transport transport) throws Exception {
        assumeTrue(transport.missing().isEmpty(), "no " + transport);
        assumeTrue(Files.isReadable(AVAILABLE) && Files.readString(AVAILABLE).contains("bbr"),
                "this kernel has no BBR");
        try (Loops loops = Loops.open(1, List.of(transport))) {
            Channel channel = transport.connector();
            loops.all().getFirst().events().register(channel).sync();
            assertThat(SocketOptions.bbr(channel, transport)).isTrue();
            assertThat(channel.config().getOption(SocketOptions.CONGESTION))
                    .isEqualTo(SocketOptions.BBR);
            channel.close().sync();
        }
    }
}
