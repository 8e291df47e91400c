// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

/**
 * One entry of a node's permission list, written {@code n5}, {@code r0}, {@code w3} or {@code b7}.
 *
 * <p>The first entry of a list names the owner, who may always do everything; its access is what domains that are not
 * listed may do. Each later entry says what one domain may do.
 *
 * @param domain the domain id
 * @param access what it may do
 */
public record Permission(int domain, Access access) {

    /** What a domain may do with a node. */
    public enum Access {
        /** Nothing: {@code n}. */
        NONE('n'),
        /** Read: {@code r}. */
        READ('r'),
        /** Write: {@code w}. */
        WRITE('w'),
        /** Read and write: {@code b}. */
        BOTH('b');

        private final char letter;

        Access(char letter) {
            this.letter = letter;
        }

        /** @return the protocol's letter */
        public char letter() {
            return letter;
        }

        /** @return whether reading is included */
        public boolean canRead() {
            return this == READ || this == BOTH;
        }

        /** @return whether writing is included */
        public boolean canWrite() {
            return this == WRITE || this == BOTH;
        }
    }

    /**
     * @param domain a domain id
     * @return that domain, with no access: as a first entry, the owner of a private node
     */
    public static Permission none(int domain) {
        return new Permission(domain, Access.NONE);
    }

    /**
     * @param domain a domain id
     * @return that domain, reading
     */
    public static Permission read(int domain) {
        return new Permission(domain, Access.READ);
    }

    /**
     * @param domain a domain id
     * @return that domain, reading and writing
     */
    public static Permission both(int domain) {
        return new Permission(domain, Access.BOTH);
    }

    /**
     * @param text for example {@code r5}
     * @return the entry
     * @throws IllegalArgumentException when the text is not a letter and a domain id
     */
    public static Permission parse(String text) {
        for (Access access : Access.values()) {
            if (text.length() > 1 && text.length() <= 6 && text.charAt(0) == access.letter) {
                try {
                    int domain = Integer.parseUnsignedInt(text.substring(1));
                    if (domain >= 0 && domain <= 0xFFFF) {
                        return new Permission(domain, access);
                    }
                } catch (NumberFormatException notANumber) {
                    break;
                }
            }
        }
        throw new IllegalArgumentException("not a XenStore permission (letter n, r, w or b and a domain id): " + text);
    }

    @Override
    public String toString() {
        return access.letter + Integer.toString(domain);
    }
}
