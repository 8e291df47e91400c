// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and writes nodes, in a transaction ({@link XenStore#transact}) or with separate requests ({@link XenStore}).
 *
 * <p>Every method blocks for the daemon's answer and throws {@link XenStoreException} when it is refused. A missing
 * node is a value, not an exception.
 */
@ProviderType
public interface StoreAccess {

    /**
     * @param path a node
     * @return its value, which may hold any bytes; empty when there is no such node
     */
    Optional<byte[]> readBytes(StorePath path);

    /**
     * Reads several nodes; the requests are sent together, so this costs about one round trip.
     *
     * @param paths the nodes
     * @return their values in the same order
     */
    List<Optional<byte[]>> readAllBytes(List<StorePath> paths);

    /**
     * @param path a node
     * @return the names of its children, in the daemon's order; empty when there is no such node
     */
    Optional<List<String>> list(StorePath path);

    /**
     * Writes a value, creating the node and its parents when needed.
     *
     * @param path a node
     * @param value its new value
     */
    void writeBytes(StorePath path, byte[] value);

    /**
     * Creates a node with an empty value; one that exists is left as it is.
     *
     * @param path a node
     */
    void makeDirectory(StorePath path);

    /**
     * Removes a node and everything below it. One that does not exist, parents included, is not an error.
     *
     * @param path a node
     */
    void remove(StorePath path);

    /**
     * @param path a node
     * @return its permissions, owner first; empty when there is no such node
     */
    Optional<List<Permission>> permissions(StorePath path);

    /**
     * @param path an existing node
     * @param permissions its new permissions, owner first
     */
    void setPermissions(StorePath path, List<Permission> permissions);

    /**
     * @param path a node
     * @return its value as UTF-8 text, malformed bytes replaced; empty when there is no such node
     */
    default Optional<String> read(StorePath path) {
        return readBytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * @param paths nodes
     * @return their values as UTF-8 text in the same order; about one round trip
     */
    default List<Optional<String>> readAll(List<StorePath> paths) {
        return readAllBytes(paths).stream()
                .map(value -> value.map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .toList();
    }

    /**
     * @param path a node
     * @return whether it exists
     */
    default boolean exists(StorePath path) {
        return readBytes(path).isPresent();
    }

    /**
     * @param path a node, created with its parents when needed
     * @param value its new value, written as UTF-8
     */
    default void write(StorePath path, String value) {
        writeBytes(path, value.getBytes(StandardCharsets.UTF_8));
    }
}
