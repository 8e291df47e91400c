// SPDX-License-Identifier: Apache-2.0
// How well each text that is shown can be told from what is behind it (WCAG 2.2, 1.4.3): the number of texts, and a line for each that has a
// contrast of less than 4.5. What a dialog covers is left out.
(() => {
    const LEAST = 4.5;
    const brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
    const lines = [];
    let texts = 0;

    /** Any colour of CSS as red, green, blue and how much it covers. */
    function parts(colour) {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
        return [red, green, blue, alpha / 255];
    }

    function over([red, green, blue, alpha], behind) {
        return [red, green, blue].map((each, i) => each * alpha + behind[i] * (1 - alpha));
    }

    /** What is seen at an element: its background over those of its ancestors, and a colour on top of it. */
    function seen(element, colour) {
        const chain = [];
        for (let each = element; each; each = each.parentElement) {
            chain.unshift(getComputedStyle(each));
        }
        function paint(i, behind) {
            const own = over(parts(chain[i].backgroundColor), behind);
            const inner = i + 1 < chain.length ? paint(i + 1, own) : colour ? over(parts(colour), own) : own;
            const opacity = Number(chain[i].opacity);
            return inner.map((each, at) => each * opacity + behind[at] * (1 - opacity));
        }
        return paint(0, [255, 255, 255]);
    }

    function luminance(colour) {
        const [red, green, blue] = colour.map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    function contrast(one, other) {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    }

    function look(what, element, text, colour, ground) {
        texts++;
        const behind = ground ?? seen(element);
        const found = contrast(ground ? over(parts(colour), ground) : seen(element, colour), behind);
        if (found < LEAST) {
            lines.push(`${what} <${element.tagName.toLowerCase()} class="${element.className}"> ${text.trim().slice(0, 40)}: ${found.toFixed(2)}`);
        }
    }

    const dialog = document.querySelector('dialog[open]');

    function isShown(element, box) {
        return box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0
            && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
            && !element.closest('.unseen') && (!dialog || dialog.contains(element));
    }

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        const range = document.createRange();
        range.selectNodeContents(text);
        if (text.data.trim() && isShown(text.parentElement, range.getBoundingClientRect())) {
            look('text', text.parentElement, text.data, getComputedStyle(text.parentElement).color);
        }
    }
    for (const element of document.body.querySelectorAll('*')) {
        const shown = isShown(element, element.getBoundingClientRect());
        const before = getComputedStyle(element, '::before');
        if (shown && /[^"\s]/.test(before.content.replace(/^(none|normal)$/, ''))) {
            look('before', element, before.content, before.color);
        }
        if (shown && element.matches('textarea, input:not([type=checkbox], [type=file])')) {
            look('field', element, element.value || element.placeholder,
                getComputedStyle(element, element.value ? null : '::placeholder').color);
        } else if (shown && element.matches('input[type=file]')) {
            const button = getComputedStyle(element, '::file-selector-button');
            look('field', element, 'the name of a file', getComputedStyle(element).color);
            look('button', element, 'to choose a file', button.color, over(parts(button.backgroundColor), seen(element)));
        }
    }
    return [texts, ...lines].join('\n');
})()
