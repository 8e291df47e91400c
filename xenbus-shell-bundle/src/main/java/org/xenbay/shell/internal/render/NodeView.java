// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.List;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;

/**
 * A XenStore node.
 *
 * @param path of the node
 * @param value its value as text
 * @param permissions its permissions, owner first; empty when they were not requested
 */
public record NodeView(StorePath path, String value, List<Permission> permissions) {}
