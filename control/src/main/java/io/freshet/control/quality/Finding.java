package io.freshet.control.quality;

import java.util.Map;
import java.util.TreeMap;

/// Something about a publisher's stream that an operator should know.
///
/// @param code     constant and short, it is a metric label and a key of translations: `gop-long`
/// @param severity how bad it is
/// @param facts    the figures in the text, for those who say it in another language
/// @param text     in plain words
/// @param advice   what to do about it; empty if there is nothing
public record Finding(String code, Severity severity, Map<String, Double> facts, String text,
        String advice) {

    public Finding {
        facts = new TreeMap<>(facts);
    }
}
