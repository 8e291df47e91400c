// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON, whose members have to be what they are taken for.
 *
 * @param where where it is, for messages
 * @param members by their names
 */
record JsonFields(String where, Map<?, ?> members) {

    /** @throws DamagedReport when the value is no object */
    static JsonFields of(String where, @Nullable Object value) throws DamagedReport {
        if (value instanceof Map<?, ?> members) {
            return new JsonFields(where, members);
        }
        throw new DamagedReport(where + " is no object");
    }

    /** @throws DamagedReport when the value is no list of objects */
    static List<JsonFields> listOf(String where, @Nullable Object value) throws DamagedReport {
        if (!(value instanceof List<?> elements)) {
            throw new DamagedReport(where + " is no list");
        }
        List<JsonFields> objects = new ArrayList<>();
        for (Object element : elements) {
            objects.add(of(where, element));
        }
        return objects;
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    JsonFields object(String name) throws DamagedReport {
        return of(where + " " + name, members.get(name));
    }

    List<JsonFields> list(String name) throws DamagedReport {
        return listOf(where + " " + name, members.get(name));
    }

    String text(String name) throws DamagedReport {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new DamagedReport(where + " " + name + " is no text");
    }

    long number(String name) throws DamagedReport {
        if (members.get(name) instanceof Long number) {
            return number;
        }
        throw new DamagedReport(where + " " + name + " is no number");
    }

    /** @return all members, which have to be texts or null */
    Map<String, @Nullable String> texts() throws DamagedReport {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            Object value = member.getValue();
            if (value != null && !(value instanceof String)) {
                throw new DamagedReport(where + " " + member.getKey() + " is no text");
            }
            texts.put(String.valueOf(member.getKey()), (String) value);
        }
        return texts;
    }
}
