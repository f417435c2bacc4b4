package io.freshet.format.mp4;

import java.util.Locale;
import java.util.MissingResourceException;

/// A language tag in the five bits a letter that `mdhd` has for it.
///
/// Spec: ISO/IEC 14496-12:2022, 8.4.2.3
final class Language {

    private static final String UNKNOWN = "und";

    private Language() {
    }

    /// Three letters of ISO 639-2/T, packed; "und" for a tag that names no language.
    static int packed(String tag) {
        String letters = threeLetters(tag);
        int packed = 0;
        for (int i = 0; i < 3; i++) {
            packed = packed << 5 | letters.charAt(i) - 0x60;
        }
        return packed;
    }

    /// `deu` for `de`, `de-AT` and `deu`.
    static String threeLetters(String tag) {
        String language = Locale.forLanguageTag(tag).getLanguage();
        try {
            String letters = Locale.of(language).getISO3Language();
            return letters.length() == 3 && letters.chars().allMatch(c -> c >= 'a' && c <= 'z')
                    ? letters : UNKNOWN;
        } catch (MissingResourceException _) {
            return UNKNOWN;
        }
    }
}
