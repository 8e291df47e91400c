// SPDX-License-Identifier: Apache-2.0
package org.xenbay.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of classes in a document. In a sentence they are between backticks. In a picture, which is between fences, a name with two
 * humps ({@code DeviceActor}) is a class, and so is one with a method ({@code Scanner.changed}); other words are words.
 */
final class Names {

    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*[a-z]\\w*(\\.\\w+)*");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```\\w*\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern DRAWN = Pattern.compile(
            "(?<![\\w./-])([A-Z][a-z0-9]+[A-Z]\\w*(?:\\.\\w+)*|[A-Z]\\w*[a-z]\\w*(?:\\.[A-Za-z]\\w*)+)");

    private Names() {}

    /** @return whether code in a sentence is the name of a class, with or without members */
    static boolean isType(String code) {
        return TYPE.matcher(code).matches();
    }

    /** @return the document's pictures */
    static List<String> pictures(String text) {
        List<String> pictures = new ArrayList<>();
        for (Matcher fenced = FENCED.matcher(text); fenced.find(); ) {
            pictures.add(fenced.group(1));
        }
        return pictures;
    }

    /** @return classes that a picture names, with members */
    static List<String> drawn(String picture) {
        List<String> names = new ArrayList<>();
        for (Matcher drawn = DRAWN.matcher(picture); drawn.find(); ) {
            names.add(drawn.group(1));
        }
        return names;
    }

    /** @return classes that the document's sentences name, with members */
    static List<String> written(String text) {
        List<String> names = new ArrayList<>();
        for (Matcher code = CODE.matcher(FENCED.matcher(text).replaceAll("")); code.find(); ) {
            String name = code.group(1).replaceFirst("\\(.*\\)$", "");
            if (isType(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
