package io.freshet.coordination;

/// What a node says of itself, or what was decided about it; from good to bad.
public enum NodeState {
    /// It takes all that its roles allow.
    READY,
    /// It takes nobody new; its publishers and viewers are asked to go elsewhere.
    DRAINING,
    /// As draining; nobody is left.
    DRAINED,
    /// It was taken out: it does not do what it should.
    EVICTED,
    /// It has ended in good order.
    STOPPED;

    /// The one that is further from [#READY].
    public NodeState worse(NodeState other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /// Whether new viewers and publishers may be sent there.
    public boolean takesNew() {
        return this == READY;
    }
}
