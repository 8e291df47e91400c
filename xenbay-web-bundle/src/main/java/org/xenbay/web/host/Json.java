// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.text.JsonString;

/** Writes maps, lists, texts, numbers and decisions as JSON; anything else as its text. */
public final class Json {

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * @param value what is to be written
     * @return the JSON
     */
    public static String of(@Nullable Object value) {
        Json json = new Json();
        json.write(value);
        return json.text.toString();
    }

    private void write(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            write(map);
        } else if (value instanceof List<?> list) {
            write(list);
        } else if (value == null || value instanceof Boolean || isPlain(value)) {
            text.append(value);
        } else {
            text.append(JsonString.quote(value.toString()));
        }
    }

    /** A browser reads numbers as doubles: what does not fit is written as a text. */
    private static boolean isPlain(Object value) {
        return value instanceof Number number && Math.abs(number.doubleValue()) < 1L << 53;
    }

    private void write(Map<?, ?> map) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            text.append(JsonString.quote(String.valueOf(entry.getKey()))).append(':');
            write(entry.getValue());
            text.append(entries.hasNext() ? "," : "");
        }
        text.append('}');
    }

    private void write(List<?> list) {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
            text.append(i > 0 ? "," : "");
            write(list.get(i));
        }
        text.append(']');
    }
}
