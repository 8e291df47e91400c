package org.xenbay.backend.ninepfs.export;

/**
 * Whose a new file is, as the host is to know it.
 *
 * @param uid user, unsigned
 * @param gid group, unsigned
 */
public record Owner(int uid, int gid) {}
