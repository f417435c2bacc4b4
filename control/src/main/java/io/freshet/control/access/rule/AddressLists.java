package io.freshet.control.access.rule;

import io.freshet.control.access.match.AddressList;

/// From where an app may be published to and watched.
public record AddressLists(AddressList publishAllow, AddressList publishDeny, AddressList playAllow,
        AddressList playDeny) {

    public static final AddressLists NONE = new AddressLists(AddressList.NONE, AddressList.NONE,
            AddressList.NONE, AddressList.NONE);

    public boolean mayPublish(String address) {
        return (publishAllow.isEmpty() || publishAllow.contains(address))
                && !publishDeny.contains(address);
    }

    public boolean mayPlay(String address) {
        return (playAllow.isEmpty() || playAllow.contains(address))
                && !playDeny.contains(address);
    }

    boolean hasPlayRules() {
        return !playAllow.isEmpty() || !playDeny.isEmpty();
    }
}
