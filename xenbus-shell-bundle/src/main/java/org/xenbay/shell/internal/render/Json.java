// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Card;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.text.JsonString;

/**
 * Writes values as JSON (RFC 8259): records become objects, in the order of their components; values whose text can be parsed
 * again (ids, paths, times, enums) become that text.
 */
public final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /**
     * @param value a record, map, iterable, optional, number, boolean, text or null, to any depth
     * @return its JSON, on one line
     * @throws IllegalArgumentException when the value contains something else
     */
    public static String of(Object value) {
        Json json = new Json();
        json.value(value);
        return json.out.toString();
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof Optional<?> optional) {
            value(optional.orElse(null));
        } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            out.append(value);
        } else if (value instanceof Double number) {
            out.append(Double.isFinite(number) ? number.toString() : "null");
        } else if (isText(value)) {
            text(value.toString());
        } else if (value instanceof Map<?, ?> map) {
            object(map.entrySet().iterator());
        } else if (value instanceof Card card) {
            object(card.lines().entrySet().iterator());
        } else if (value instanceof Iterable<?> elements) {
            array(elements.iterator());
        } else if (value instanceof Record fields) {
            record(fields);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
        }
    }

    /** @return whether its text says all of it */
    static boolean isText(Object value) {
        return value instanceof CharSequence
                || value instanceof Enum
                || value instanceof DeviceId
                || value instanceof StorePath
                || value instanceof Permission
                || value instanceof Instant;
    }

    private void array(Iterator<?> elements) {
        out.append('[');
        while (elements.hasNext()) {
            value(elements.next());
            out.append(elements.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private void object(Iterator<? extends Map.Entry<?, ?>> entries) {
        out.append('{');
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            text(String.valueOf(entry.getKey()));
            out.append(':');
            value(entry.getValue());
            out.append(entries.hasNext() ? "," : "");
        }
        out.append('}');
    }

    private void record(Record fields) {
        object(fields(fields).entrySet().iterator());
    }

    /** @return a record's values by their names, in its order; a device also has its health, which is computed from them */
    static Map<String, Object> fields(Record owner) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : owner.getClass().getRecordComponents()) {
            fields.put(component.getName(), read(component, owner));
        }
        if (owner instanceof DeviceView device) {
            fields.put("health", device.health());
        }
        return fields;
    }

    private static Object read(RecordComponent component, Record owner) {
        try {
            Method accessor = component.getAccessor();
            accessor.trySetAccessible(); // a command's record may be not public
            return accessor.invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalArgumentException("no JSON for " + component, unreadable);
        }
    }

    private void text(String text) {
        out.append(JsonString.quote(text));
    }
}
