package io.freshet.live.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.live.AccessPolicy.Action;
import io.freshet.live.Audience.Protocol;
import io.freshet.live.session.Sessions.Outcome;
import io.freshet.media.BadNameException;
import io.freshet.media.StreamKey;
import io.freshet.testkit.FakeClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionsTest {

    private final Sessions sessions = new Sessions(new FakeClock(), 42);
    private final StreamKey camera = key("camera");
    private final List<String> ended = new ArrayList<>();

    private static StreamKey key(String name) {
        try {
            return StreamKey.of("live", name);
        } catch (BadNameException e) {
            throw new AssertionError(e);
        }
    }

    private static Terms terms(String tokenId, int tokenViewers, int streamViewers) {
        return new Terms("", tokenId, "", Long.MAX_VALUE, tokenViewers, streamViewers, 0);
    }

    private Outcome open(Action action, Terms terms) {
        return sessions.open(new Opening(action, camera, Protocol.RTMP,
                Peer.of("192.0.2.1", false), terms, ended::add));
    }

    private Session opened(Action action, Terms terms) {
        return open(action, terms) instanceof Outcome.Opened(Session session) ? session
                : org.assertj.core.api.Assertions.fail("full");
    }

    @Test
    void isThereFromOpenToClose() {
        Session session = opened(Action.PLAY, Terms.NONE);
        assertThat(sessions.of(camera)).containsExactly(session);
        assertThat(sessions.find(camera, session.id())).contains(session);
        assertThat(sessions.find(key("other"), session.id())).isEmpty();
        assertThat(sessions.viewers(camera)).isEqualTo(1);
        sessions.close(session, "left");
        sessions.close(session, "left again");
        assertThat(sessions.of(camera)).isEmpty();
        assertThat(sessions.viewers(camera)).isZero();
        assertThat(session.isClosed()).isTrue();
    }

    @Test
    void listenersHearOfEachOnce() {
        List<String> heard = new ArrayList<>();
        sessions.listen(new SessionListener() {
            @Override
            public void opened(Session session) {
                heard.add("opened " + session.stream());
            }

            @Override
            public void closed(Session session, String reason) {
                heard.add(reason + " " + session.bytes());
            }
        });
        Session session = opened(Action.PUBLISH, Terms.NONE);
        session.carried(7);
        session.carried(5);
        sessions.close(session, "left");
        sessions.close(session, "again");
        assertThat(heard).containsExactly("opened live/camera", "left 12");
    }

    @Test
    void theOpenerIsAskedToEndIt() {
        Session session = opened(Action.PLAY, Terms.NONE);
        session.end("kicked");
        sessions.close(session, "kicked");
        session.end("too late");
        assertThat(ended).containsExactly("kicked");
    }

    @Test
    void aTokenIsGoodForSoManyAtATime() {
        Session first = opened(Action.PLAY, terms("t", 2, 0));
        opened(Action.PLAY, terms("t", 2, 0));
        assertThat(open(Action.PLAY, terms("t", 2, 0))).isInstanceOf(Outcome.Full.class);
        opened(Action.PLAY, terms("another", 2, 0));
        sessions.close(first, "left");
        opened(Action.PLAY, terms("t", 2, 0));
        assertThat(sessions.viewers(camera)).isEqualTo(3);
    }

    @Test
    void aStreamHasSoManyViewersAndPublishersAreNone() {
        opened(Action.PUBLISH, Terms.NONE);
        Session first = opened(Action.PLAY, terms("t", 5, 1));
        assertThat(open(Action.PLAY, terms("t", 5, 1))).isInstanceOf(Outcome.Full.class);
        sessions.close(first, "left");
        opened(Action.PLAY, terms("t", 1, 1));
        assertThat(sessions.viewers(camera)).isEqualTo(1);
    }

    @Test
    void idsDoNotRepeat() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(opened(Action.PLAY, Terms.NONE).id());
        }
        assertThat(ids).hasSize(10_000).allMatch(id -> id.matches("[0-9a-z]{1,13}"));
    }

    @Test
    void whatAPeerSaysOfItselfIsCut() {
        Peer peer = new Peer("192.0.2.1", false, true, "x".repeat(5000), "y".repeat(201), "");
        assertThat(peer.userAgent()).hasSize(Peer.TEXT_CHARS_MAX);
        assertThat(peer.referer()).hasSize(Peer.TEXT_CHARS_MAX);
    }
}
