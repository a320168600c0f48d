/**
 * Pages of the paper, fetched as they come into sight and let go when they are far away: the server checks and notes
 * each one. As soon as it refuses one, or the time is over, nothing stays on the screen.
 */
(function () {
    "use strict";
    const pages = [...document.querySelectorAll(".page")];
    const asked = new Map();

    function letGo(page) {
        const control = asked.get(page);
        if (control) {
            control.abort();
            asked.delete(page);
        }
        const image = page.querySelector("img");
        if (image) {
            URL.revokeObjectURL(image.src);
            image.remove();
        }
        page.classList.remove("drawn");
        const said = page.querySelector(".said");
        if (said) {
            said.remove();
        }
    }

    function end(words) {
        watch.disconnect();
        pages.forEach(letGo);
        document.querySelector(".room").remove();
        const ended = document.getElementById("ended");
        if (words) {
            ended.textContent = words;
        }
        ended.hidden = false;
    }

    function say(page, words) {
        const said = document.createElement("p");
        said.className = "said";
        said.textContent = words;
        page.querySelector(".number").after(said);
        return said;
    }

    async function draw(page) {
        if (asked.has(page)) {
            return;
        }
        const control = new AbortController();
        asked.set(page, control);
        try {
            const answer = await fetch(page.dataset.source, {
                cache: "no-store",
                credentials: "same-origin",
                signal: control.signal,
            });
            const kind = answer.headers.get("Content-Type") || "";
            if (answer.status === 403) {
                end(await answer.text());
            } else if (answer.status === 422) {
                say(page, await answer.text());
            } else if (!answer.ok || !kind.startsWith("image/")) {
                throw new Error(answer.status);
            } else {
                const image = new Image();
                image.draggable = false;
                image.src = URL.createObjectURL(await answer.blob());
                await image.decode();
                if (control.signal.aborted) {
                    URL.revokeObjectURL(image.src);
                    return;
                }
                // Also when the picture is let go, its page keeps its size.
                page.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
                page.style.minHeight = "0";
                page.append(image);
                page.classList.add("drawn");
            }
        } catch {
            if (!control.signal.aborted) {
                const said = say(page, document.getElementById("unreachable").textContent);
                said.addEventListener("click", () => {
                    letGo(page);
                    draw(page);
                });
            }
        }
    }

    const watch = new IntersectionObserver(
        (entries) => {
            for (const entry of entries) {
                if (entry.isIntersecting) {
                    draw(entry.target);
                } else {
                    letGo(entry.target);
                }
            }
        },
        { rootMargin: "300px 0px" }
    );
    pages.forEach((page) => watch.observe(page));

    const current = document.getElementById("current");
    const seen = new IntersectionObserver(
        (entries) => {
            for (const entry of entries) {
                if (entry.isIntersecting) {
                    current.textContent = entry.target.dataset.page;
                }
            }
        },
        { rootMargin: "-45% 0px -45% 0px" }
    );
    pages.forEach((page) => seen.observe(page));

    let zoom = 1;
    function setZoom(step) {
        zoom = Math.min(3, Math.max(0, zoom + step));
        document.documentElement.dataset.zoom = zoom;
    }
    for (const [id, step] of [
        ["smaller", -1],
        ["larger", 1],
    ]) {
        const button = document.getElementById(id);
        if (button) {
            button.addEventListener("click", () => setZoom(step));
        }
    }

    // The server decides; this only tells the reader at once. A longer wait than a timer can hold is not waited for.
    const left = Number(document.body.dataset.ends || 0) - Date.now();
    if (pages.length && left < 2 ** 31) {
        setTimeout(() => end(), Math.max(0, left));
    }

    document.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && ["p", "s"].includes(event.key.toLowerCase())) {
            event.preventDefault();
        }
    });
})();
