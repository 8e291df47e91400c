// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * A file that was created and opened.
 *
 * @param node the file, to be closed
 * @param file the same, open; to be closed
 */
public record CreatedFile(FileNode node, OpenFile file) {}
