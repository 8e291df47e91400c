// SPDX-License-Identifier: Apache-2.0
/** How results look: tables, cards, JSON. */
package org.xenbay.shell.internal.render;
