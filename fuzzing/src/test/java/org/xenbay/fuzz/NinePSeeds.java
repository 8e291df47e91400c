// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.xenbay.fuzz.NinePMessages.Fid;

/** Sessions of 9P made by hand: what clients do, and what was once wrong. */
final class NinePSeeds {

    private static final int NONE = 0;
    private static final int XATTR = 2;
    private static final int FILE = 3;
    private static final Fid ROOT = new Fid(0);
    private static final Fid ONE = new Fid(1);
    private static final Fid TWO = new Fid(2);
    private static final Fid THREE = new Fid(3);
    private static final Fid NOFID = new Fid(0xFF);

    private NinePSeeds() {}

    /** A session being written. */
    private static final class Script {
        private final InputWriter to = new InputWriter();

        Script(int how, String version) {
            to.u8(how);
            send(100, 8192, version);
            send(104, ROOT, NOFID, "", "", 0);
        }

        Script send(int type, Object... fields) {
            NinePMessages.write(to, type, fields);
            return this;
        }

        Script times(int count, Consumer<Script> what) {
            for (int i = 0; i < count; i++) {
                what.accept(this);
            }
            return this;
        }

        Script clone(Fid fid) {
            return send(110, ROOT, fid, 0);
        }

        Script walk(Fid fid, String name) {
            to.u8(indexOf(110)).u8(0).u8(fid.number()).number(1);
            return name(name);
        }

        private Script name(String name) {
            for (int i = 0; i < NinePMessages.NAMES.length; i++) {
                if (NinePMessages.NAMES[i].equals(name)) {
                    to.u8(i);
                }
            }
            return this;
        }

        private static int indexOf(int type) {
            for (int i = 0; i < NinePMessages.TYPES.length; i++) {
                if (NinePMessages.TYPES[i] == type) {
                    return i;
                }
            }
            throw new IllegalArgumentException("there is no message " + type);
        }

        byte[] done() {
            return to.toBytes();
        }
    }

    private static Script linux(int how) {
        return new Script(how, "9P2000.L");
    }

    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        clients(all);
        faults(all);
        return all;
    }

    private static void clients(Map<String, byte[]> all) {
        for (int model = NONE; model <= FILE; model++) {
            all.put(
                    "a-file-is-made-written-read-renamed-and-removed-" + NinePTarget.MODELS.get(model),
                    linux(model)
                            .clone(ONE)
                            .send(14, ONE, "b", 2, 0644, 0)
                            .send(118, ONE, 0, "text".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                            .send(116, ONE, 0, 100)
                            .send(24, ONE, 0x7FF)
                            .send(26, ONE, 0x1FF, 0600, 1000, 1000, 2, 0, 0, 0, 0)
                            .send(50, ONE, 0)
                            .send(52, ONE, 1, 0, 0, 0, 1, "x")
                            .send(54, ONE, 1, 0, 0, 1, "x")
                            .send(74, ROOT, "b", ROOT, "c")
                            .send(120, ONE)
                            .send(76, ROOT, "c", 0)
                            .done());
            all.put(
                    "folders-links-and-devices-" + NinePTarget.MODELS.get(model),
                    linux(model)
                            .send(72, ROOT, "x", 0755, 0)
                            .send(16, ROOT, "b", "dir/..", 0)
                            .walk(ONE, "b")
                            .send(22, ONE)
                            .send(18, ROOT, "p", 010644, 0, 0, 0)
                            .send(18, ROOT, "c", 020644, 1, 3, 0)
                            .walk(TWO, "a")
                            .send(70, ROOT, TWO, "7")
                            .clone(THREE)
                            .send(12, THREE, 0)
                            .send(40, THREE, 0, 4096)
                            .send(8, ROOT)
                            .done());
            attributes(all, model);
        }
        all.put(
                "the-dialect-of-unix",
                new Script(NONE, "9P2000.u")
                        .clone(ONE)
                        .send(114, ONE, "b", 0644, 1, "")
                        .send(124, ONE)
                        .send(126, ONE, 0, new byte[60])
                        .send(122, ONE)
                        .walk(TWO, "a")
                        .send(112, TWO, 0)
                        .send(116, TWO, 0, 100)
                        .done());
        all.put(
                "requests-at-once-and-flushed",
                linux(NONE | NinePTarget.TOGETHER)
                        .times(
                                8,
                                script -> script.clone(ONE)
                                        .send(24, ONE, 0x7FF)
                                        .send(108, 3)
                                        .send(120, ONE))
                        .done());
    }

    private static void attributes(Map<String, byte[]> all, int model) {
        all.put(
                "attributes-" + NinePTarget.MODELS.get(model),
                linux(model)
                        .walk(ONE, "a")
                        .send(32, ONE, "user.a", 4, 0)
                        .send(118, ONE, 0, new byte[] {1, 2, 3, 4})
                        .send(120, ONE)
                        .walk(ONE, "a")
                        .send(30, ONE, TWO, "user.a")
                        .send(116, TWO, 0, 100)
                        .send(30, ONE, THREE, "")
                        .send(116, THREE, 0, 100)
                        .done());
    }

    private static void faults(Map<String, byte[]> all) {
        all.put(
                "attributes-with-names-of-32-KiB-fill-the-memory",
                linux(NONE)
                        .times(60, script -> script.walk(ONE, "a").send(32, ONE, "n".repeat(32_768), 0, 0))
                        .done());
        all.put(
                "a-version-with-a-suffix",
                new Script(NONE, "9P2000.L.Google.7").clone(ONE).done());
        privileges(all);
        storms(all);
        all.put(
                "names-of-the-metadata-file",
                linux(FILE)
                        .walk(ONE, ".virtfs_metadata")
                        .walk(TWO, ".VIRTFS_METADATA")
                        .send(14, ROOT, ".VIRTFS_METADATA", 2, 0644, 0)
                        .send(74, ROOT, "a", ROOT, ".virtfs_metadata_root")
                        .done());
        all.put(
                "a-folder-removed-that-is-not-empty",
                linux(FILE)
                        .send(72, ROOT, "x", 0700, 0)
                        .walk(ONE, "x")
                        .send(72, ONE, "b", 0700, 0)
                        .send(76, ROOT, "x", 0x200)
                        .walk(TWO, "x")
                        .send(24, TWO, 0x7FF)
                        .done());
        all.put(
                "unlocked-by-another-process",
                linux(NONE)
                        .walk(ONE, "a")
                        .send(12, ONE, 2)
                        .send(52, ONE, 1, 0, 0, 0, 100, "x")
                        .send(52, ONE, 2, 0, 0, 0, 101, "x")
                        .send(52, ONE, 1, 0, 0, 0, 102, "x")
                        .done());
        all.put(
                "a-size-that-is-none",
                new InputWriter()
                        .u8(0)
                        .u8(NinePTarget.RAW)
                        .u8(7)
                        .bytes(new byte[] {-1, -1, -1, -1, 100, -1, -1})
                        .toBytes());
    }

    private static void privileges(Map<String, byte[]> all) {
        for (int model = NONE; model <= FILE; model++) {
            all.put(
                    "uid-and-gid-4294967295-" + NinePTarget.MODELS.get(model),
                    linux(model)
                            .clone(ONE)
                            .send(14, ONE, "b", 2, 04755, -1)
                            .send(26, ONE, 0x7, 04755, -1, -1, 0, 0, 0, 0, 0)
                            .send(24, ONE, 0x7FF)
                            .done());
            for (String name : new String[] {
                "security.capability", "system.posix_acl_access", "trusted.overlay.opaque", "user.virtfs.uid"
            }) {
                all.put(
                        "the-attribute-" + name + "-" + NinePTarget.MODELS.get(model),
                        linux(model)
                                .walk(ONE, "a")
                                .send(32, ONE, name, 4, 0)
                                .send(118, ONE, 0, new byte[] {2, 0, 0, 0})
                                .send(120, ONE)
                                .done());
            }
        }
    }

    private static void storms(Map<String, byte[]> all) {
        all.put(
                "opened-cloned-and-walked-while-it-is-clunked",
                linux(NONE | NinePTarget.TOGETHER)
                        .times(
                                30,
                                script -> script.walk(ONE, "a")
                                        .send(12, ONE, 0)
                                        .send(120, ONE)
                                        .walk(ONE, "dir")
                                        .send(120, ONE))
                        .done());
        all.put("more-fids-than-there-may-be", fids().done());
        all.put(
                "a-link-is-made-and-removed-and-room-is-counted",
                linux(XATTR)
                        .times(
                                20,
                                script -> script.send(16, ROOT, "b", "n".repeat(2048), 0)
                                        .send(76, ROOT, "b", 0))
                        .done());
        all.put(
                "opened-twice-to-be-emptied",
                linux(NONE | NinePTarget.TOGETHER)
                        .walk(ONE, "a")
                        .walk(TWO, "a")
                        .times(10, script -> script.send(12, ONE, 01002).send(12, TWO, 01002))
                        .done());
    }

    private static Script fids() {
        Script script = linux(NONE);
        for (int fid = 1; fid < 0xFE; fid++) {
            script.walk(new Fid(fid), "a").send(12, new Fid(fid), 2);
        }
        return script;
    }
}
