// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.NodeValues;
import org.xenbay.backend.ninepfs.export.ExportRules;
import org.xenbay.backend.ninepfs.export.ExportRules.Model;
import org.xenbay.backend.ninepfs.export.Privileges;
import org.xenbay.backend.ninepfs.export.Quota;
import org.xenbay.backend.ninepfs.export.Squash;

/**
 * The toolstack's nodes of a share, in the backend's directory, which the guest cannot write to.
 *
 * @param path the folder
 * @param rules how it is used
 */
record ExportNodes(Path path, ExportRules rules) {

    /** Keys of libxl, followed by keys of Xenbay. */
    static final Set<String> NAMES = Set.of(
            "path",
            "security_model",
            "max-space",
            "max-files",
            "max-open-files",
            "auto-delete",
            "readonly",
            "squash",
            "squash-uid",
            "squash-gid",
            "xattrs",
            "credentials");

    /** The name of an extended attribute with its class, or the beginning of such a name. */
    private static final Pattern XATTR = Pattern.compile("[a-z0-9_]+\\.[\\x21-\\x7E&&[^,*]]*\\*?");

    private static final int MAX_ID = Integer.MAX_VALUE;
    private static final long MAX_MEBIBYTES = 1L << 40;

    /**
     * @param descriptors most of one share
     * @throws BadNodeException when a node has a value that is not allowed
     */
    static ExportNodes read(NodeValues nodes, int descriptors) {
        String path = nodes.text("path").orElseThrow(() -> new BadNodeException("node path is missing"));
        try {
            Squash squash = new Squash(
                    squash(nodes.text("squash").orElse("none")),
                    (int) nodes.number("squash-uid", 0, MAX_ID, Squash.NOBODY),
                    (int) nodes.number("squash-gid", 0, MAX_ID, Squash.NOBODY));
            Model model = model(nodes.text("security_model").orElse("none"));
            ExportRules rules = new ExportRules(
                    model,
                    nodes.flag("readonly"),
                    squash,
                    quota(nodes),
                    descriptors,
                    new Privileges(xattrs(nodes.text("xattrs").orElse(""), model), users(nodes, model)));
            return new ExportNodes(Path.of(path), rules);
        } catch (InvalidPathException none) {
            throw new BadNodeException("node path is not a path: " + none.getReason());
        }
    }

    private static Model model(String text) {
        return Model.of(text)
                .orElseThrow(() -> new BadNodeException(
                        "security_model is none, passthrough, mapped-xattr (mapped) or mapped-file, not " + text));
    }

    private static Quota.Limits quota(NodeValues nodes) {
        return new Quota.Limits(
                nodes.number("max-space", 0, MAX_MEBIBYTES, 0) << 20,
                nodes.number("max-files", 0, Long.MAX_VALUE, 0),
                (int) nodes.number("max-open-files", 0, Integer.MAX_VALUE, 0),
                nodes.flag("auto-delete"));
    }

    private static List<String> xattrs(String text, Model model) {
        List<String> names = Stream.of(text.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        if (!names.isEmpty() && model.isMapped()) {
            throw new BadNodeException("node xattrs goes with security_model none and passthrough, not with " + model);
        }
        for (String name : names) {
            if (!XATTR.matcher(name).matches()) {
                throw new BadNodeException("node xattrs has names like security.selinux or trusted.*, not " + name);
            }
        }
        return names;
    }

    private static boolean users(NodeValues nodes, Model model) {
        String text = nodes.text("credentials").orElse("server");
        if (!text.equals("user") && !text.equals("server")) {
            throw new BadNodeException("node credentials is server or user, not " + text);
        }
        if (text.equals("user") && model.isMapped()) {
            throw new BadNodeException(
                    "node credentials goes with security_model none and passthrough, not with " + model);
        }
        return text.equals("user");
    }

    private static Squash.Kind squash(String text) {
        return switch (text) {
            case "none" -> Squash.Kind.NONE;
            case "root" -> Squash.Kind.ROOT;
            case "all" -> Squash.Kind.ALL;
            default -> throw new BadNodeException("node squash is none, root or all, not " + text);
        };
    }
}
