const eMail = /[\p{L}\d._%+-]+@[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}/u;
const telephone = /(^|[\s:(])\+\d[\d ()./-]{6,}\d|\b(tel|telephone|mobile)\s*[:.]\s*\(?\d/i;

/** Whether a text that an operator wrote says how to reach a person: then none of it is taken. */
export const namesPerson = (text: string): boolean => eMail.test(text) || telephone.test(text);

/** Whether a port is the session of a subscriber, which RouterOS names after the user: `<pppoe-user>`. */
export const isSubscriberSession = (name: string): boolean => /^<(pppoe|pptp|l2tp|sstp|ovpn|ppp)-.*>$/i.test(name);
