import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 10000;

/** An identity for a scan; works on plain http as well, where `crypto.randomUUID` is missing. */
export function newIdentity() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Scans that wait for their answer, in the order in which they came.
 *
 * Each is kept in the browser until the server confirmed it: a reload, a lost connection or a closed tab lose none,
 * and the server does each once, however often it is sent.
 */
export class ScanQueue {
    /**
     * @param {string} key under which the browser keeps them
     * @param {(item: Object) => Promise<Object>} send
     * @param {(item: Object, answer: Object) => void} onAnswer
     * @param {() => void} onChange
     */
    constructor(key, send, onAnswer, onChange) {
        Object.assign(this, { key, send, onAnswer, onChange });
        this.items = this.kept;
        this.running = false;
        this.offline = false;
        this.error = null;
    }

    get kept() {
        try {
            return JSON.parse(browser.localStorage.getItem(this.key)) || [];
        } catch {
            return [];
        }
    }

    keep() {
        browser.localStorage.setItem(this.key, JSON.stringify(this.items));
        this.onChange();
    }

    add(item) {
        this.items.push({ uid: newIdentity(), ...item });
        this.keep();
        return this.run();
    }

    async run() {
        if (this.running || this.stopped) {
            return;
        }
        this.running = true;
        let delay = FIRST_DELAY;
        while (this.items.length && !this.error && !this.stopped) {
            const [item] = this.items;
            try {
                const answer = await this.send(item);
                delay = FIRST_DELAY;
                this.offline = false;
                this.items.shift();
                this.keep();
                this.onAnswer(item, answer);
            } catch (error) {
                if (error instanceof ConnectionLostError) {
                    this.offline = true;
                    this.onChange();
                    await this.pause(delay);
                    delay = Math.min(2 * delay, LONGEST_DELAY);
                } else {
                    // The order counts: what comes after waits until somebody looked at it.
                    this.error = error;
                }
            }
        }
        this.running = false;
        this.onChange();
    }

    /** Wait, or until the browser is connected again. */
    pause(delay) {
        return new Promise((resolve) => {
            this.resume = resolve;
            browser.setTimeout(resolve, delay);
        });
    }

    retry() {
        this.error = null;
        this.resume?.();
        return this.run();
    }

    /** Give the first one up, which the server does not take. */
    discard() {
        this.items.shift();
        this.keep();
        return this.retry();
    }

    stop() {
        this.stopped = true;
        this.resume?.();
    }
}
