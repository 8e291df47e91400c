// SPDX-License-Identifier: Apache-2.0
/** Code of the pages for authors that the example does without. */
package org.xenbay.backend.echo.pages;
