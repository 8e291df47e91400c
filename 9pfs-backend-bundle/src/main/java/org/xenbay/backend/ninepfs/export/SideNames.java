// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Names of {@code mapped-file}'s own files, which guests must not reach. A file system may treat different names as equal: ext4
 * and f2fs with casefold ignore case, composition, and characters that are not shown; vfat and NTFS ignore case and dots at the
 * end, and give long names a short one. Therefore a name is also refused when its plain characters are the server's own name.
 */
final class SideNames {

    static final byte[] FOLDER = ".virtfs_metadata".getBytes(StandardCharsets.US_ASCII);
    static final byte[] ROOT = ".virtfs_metadata_root".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern OWN = Pattern.compile("\\.virtfs_metadata(_root)?(\\.removed\\.[0-9-]+)?[. ]*");

    /** Short names of vfat and NTFS: the first six characters and a number, or two characters, a hash and a number. */
    private static final Pattern SHORT = Pattern.compile("virtfs~\\d|vi[0-9a-f]{4}~\\d");

    private static final Pattern NOT_PLAIN = Pattern.compile("[^\\x20-\\x7E]");

    private static final AtomicLong NEXT = new AtomicLong();

    private SideNames() {}

    /** @return a name for metadata that is moved aside; unique for each call and each process */
    static byte[] aside(byte[] name) {
        String unique = ".removed." + ProcessHandle.current().pid() + '-' + NEXT.incrementAndGet();
        return (new String(name, StandardCharsets.US_ASCII) + unique).getBytes(StandardCharsets.US_ASCII);
    }

    static boolean isOwn(byte[] name) {
        String plain = plain(name);
        return OWN.matcher(plain).matches() || SHORT.matcher(plain).matches();
    }

    /** Excludes most names by their length or their first character. */
    private static boolean isClearlyAnother(byte[] name) {
        return name.length < "virtfs~1".length() || name[0] > ' ' && name[0] != '.' && name[0] != 'v' && name[0] != 'V';
    }

    private static String plain(byte[] name) {
        if (isClearlyAnother(name)) {
            return "";
        }
        String text = new String(name, StandardCharsets.UTF_8);
        // To upper case first, as the long s becomes an s only then.
        String folded = text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return NOT_PLAIN
                .matcher(Normalizer.normalize(folded, Normalizer.Form.NFKD))
                .replaceAll("");
    }
}
