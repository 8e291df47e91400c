// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of a class file (JVMS 4.1): its magic number, and the version of Java that it was compiled for. */
final class ClassFile {

    /** Bytes that are read. */
    static final int HEAD = 8;

    private static final int MARK = 0xCAFEBABE;
    private static final int JAVA_1_0 = 44;
    private static final int MAJOR = 6;

    /** Classes of a multi-release jar that only a newer Java reads. */
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,4})/.*");

    private ClassFile() {}

    static void check(String name, byte[] head) throws RefusedJarException {
        if (!name.endsWith(".class") || name.endsWith("module-info.class") || isForNewer(name)) {
            return;
        }
        if (head.length < HEAD || number(head, 0, 4) != MARK) {
            throw new RefusedJarException(name + " in it is not a class");
        }
        int wanted = number(head, MAJOR, 2) - JAVA_1_0;
        int here = Runtime.version().feature();
        if (wanted > here) {
            throw new RefusedJarException("it is compiled for Java " + wanted + ", this is Java " + here + ": " + name);
        }
    }

    private static boolean isForNewer(String name) {
        Matcher versioned = VERSIONED.matcher(name);
        return versioned.matches()
                && Integer.parseInt(versioned.group(1)) > Runtime.version().feature();
    }

    private static int number(byte[] head, int from, int bytes) {
        int number = 0;
        for (int i = from; i < from + bytes; i++) {
            number = number << 8 | head[i] & 0xFF;
        }
        return number;
    }
}
