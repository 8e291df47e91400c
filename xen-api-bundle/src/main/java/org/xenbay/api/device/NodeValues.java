// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xenbay.api.text.ShownText;

/**
 * Nodes of one directory, read in one transaction, with typed and checked access. A guest can write anything into its nodes, so
 * every access checks them.
 */
public final class NodeValues {

    /** Longest value shown in a message. */
    private static final int SHOWN = 40;

    /** ASCII digits only, few enough for a long. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");

    private final Map<String, String> values;
    private final List<String> asked;

    /**
     * @param asked the names that were read, in the order of asking
     * @param values the values of those that exist
     */
    public NodeValues(List<String> asked, Map<String, String> values) {
        this.asked = List.copyOf(asked);
        this.values = new LinkedHashMap<>(values);
    }

    /**
     * @param name a node that was read
     * @return its value, or empty when it does not exist
     */
    public Optional<String> text(String name) {
        if (!asked.contains(name)) {
            throw new IllegalArgumentException("node " + name + " was not among those read: " + asked);
        }
        return Optional.ofNullable(values.get(name));
    }

    /** @return the first of the nodes asked for that does not exist */
    public Optional<String> firstMissing() {
        return asked.stream().filter(name -> !values.containsKey(name)).findFirst();
    }

    /**
     * For one read of several nodes of which some are optional, such as {@code protocol}.
     *
     * @param required nodes that were read; the others that were read may be missing
     * @return the first of these that does not exist
     * @throws IllegalArgumentException when one of these was not read
     */
    public Optional<String> firstMissing(String... required) {
        return Stream.of(required).filter(name -> text(name).isEmpty()).findFirst();
    }

    /**
     * @param name a node that was read
     * @param min least valid number
     * @param max greatest valid number
     * @return the node's number
     * @throws BadNodeException when it is missing, not decimal, or out of range
     */
    public long number(String name, long min, long max) {
        String value = text(name).orElseThrow(() -> new BadNodeException("node " + name + " is missing"));
        return parse(name, value, min, max);
    }

    /**
     * @param name a node that was read
     * @param min least valid number
     * @param max greatest valid number
     * @param fallback the number when the node does not exist
     * @return the node's number
     * @throws BadNodeException when it exists but is not decimal, or out of range
     */
    public long number(String name, long min, long max, long fallback) {
        Optional<String> value = text(name);
        return value.isPresent() ? parse(name, value.get(), min, max) : fallback;
    }

    /**
     * @param name a node that holds a grant reference, decimal, signed or unsigned (Linux writes %d)
     * @return the reference, an unsigned number in an int
     * @throws BadNodeException when it is missing or not a 32-bit number
     */
    public int grantReference(String name) {
        return (int) number(name, Integer.MIN_VALUE, 0xFFFF_FFFFL);
    }

    /**
     * @param name a node that holds an event channel port
     * @return the port
     * @throws BadNodeException when it is missing or no port number (1 to 2^17-1)
     */
    public int eventChannel(String name) {
        return (int) number(name, 1, (1 << 17) - 1);
    }

    /**
     * @param name a node that says yes or no
     * @return whether it exists and is a number other than 0
     * @throws BadNodeException when it exists and is not a number
     */
    public boolean flag(String name) {
        return number(name, Integer.MIN_VALUE, Integer.MAX_VALUE, 0) != 0;
    }

    private static long parse(String name, String value, long min, long max) {
        if (!DECIMAL.matcher(value).matches()) {
            throw new BadNodeException("node " + name + " is not a decimal number: " + shown(value));
        }
        long number = Long.parseLong(value);
        if (number < min || number > max) {
            throw new BadNodeException("node " + name + " is " + number + ", not in " + min + " to " + max);
        }
        return number;
    }

    private static String shown(String value) {
        return '"' + ShownText.of(value, SHOWN) + '"';
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
