// SPDX-License-Identifier: Apache-2.0
/** Renders results: tables, cards, JSON. */
package org.xenbay.shell.internal.render;
